-- Data sets as Hugging Face's library lays them out, written by DuckDB 1.5.6, another hand than the one that reads them here.
-- Row i is a PPM of 2 x 2 pixels of the value i mod 251. Row 5 has no image at all, row 6 one without bytes, row 7 one without a path.
create table images as select
  case when i = 5 then null
       else struct_pack(bytes := case when i = 6 then null else from_hex('50360a3220320a3235350a' || repeat(printf('%02x', i % 251), 12)) end,
                        path := case when i = 7 then null else printf('/data/%04d.ppm', i) end) end as image,
  case when i = 8 then null else i % 3 end as label
  from range(4200) r(i);
copy (select image, label::bigint as label from images) to 'groups.parquet' (format parquet, codec 'snappy', row_group_size 2048,
  kv_metadata {huggingface: '{"info":{"features":{"image":{"_type":"Image"},"label":{"names":["cat","dog","a/b"],"_type":"ClassLabel"}}}}'});
copy (select image, label::bigint as label from images limit 20) to 'zstd.parquet' (format parquet, codec 'zstd');
copy (select image as left, image as right from images limit 20) to 'two.parquet' (format parquet, codec 'gzip');
copy (select label from images limit 20) to 'none.parquet' (format parquet);
