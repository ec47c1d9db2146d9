using System.Numerics;
using System.Numerics.Tensors;

namespace Giqa.Numerics;

/// <summary>
/// Matrix products in managed code: both factors are copied in blocks that stay in the caches, and tiles of the result are summed in
/// registers (Goto and van de Geijn, "Anatomy of High-Performance Matrix Multiplication", 2008).
/// </summary>
/// <remarks>Every value is summed by itself in the order of k, so that neither its place nor the width of the registers changes a bit of it.</remarks>
/// <typeparam name="T">float or double.</typeparam>
internal static unsafe class BlockedProduct<T>
    where T : unmanaged, INumber<T>
{
    private const int BlockRows = 96;
    private const int BlockDepth = 192;
    private const int BlockColumns = 512;

    [ThreadStatic]
    private static AlignedBuffer<T>? _packedA;

    [ThreadStatic]
    private static AlignedBuffer<T>? _packedB;

    /// <summary>C := alpha op(A) op(B) + beta C, row-major; of C only the upper triangle where <paramref name="upper"/> says so.</summary>
    internal static void Multiply(Transposed transposedA, Transposed transposedB, int m, int n, int k, T alpha, T* a, int lda, T* b, int ldb, T beta, T* c, int ldc, bool upper = false)
    {
        Scale(m, n, beta, c, ldc, upper);
        var (tileRows, tileColumns) = (ProductTile<T>.Rows, ProductTile<T>.Columns);
        _packedA ??= new AlignedBuffer<T>((BlockRows + tileRows) * BlockDepth);
        _packedB ??= new AlignedBuffer<T>((BlockColumns + tileColumns) * BlockDepth);
        T* packedA = _packedA.Pointer, packedB = _packedB.Pointer;
        for (var left = 0; left < n; left += BlockColumns)
        {
            var width = Math.Min(BlockColumns, n - left);
            var lastRow = upper ? Math.Min(m, left + width) : m;
            for (var start = 0; start < k; start += BlockDepth)
            {
                var depth = Math.Min(BlockDepth, k - start);
                Pack(b, ldb, transposedB == Transposed.Yes, start, left, depth, width, tileColumns, T.One, packedB);
                for (var top = 0; top < lastRow; top += BlockRows)
                {
                    var height = Math.Min(BlockRows, lastRow - top);
                    Pack(a, lda, transposedA == Transposed.No, start, top, depth, height, tileRows, alpha, packedA);
                    AddBlock(packedA, packedB, height, width, depth, c + ((long)top * ldc) + left, ldc, upper ? left - top : int.MaxValue);
                }
            }
        }
    }

    private static void Scale(int m, int n, T beta, T* c, int ldc, bool upper)
    {
        for (var i = 0; i < m; i++)
        {
            var first = upper ? Math.Min(i, n) : 0;
            var row = new Span<T>(c + ((long)i * ldc) + first, n - first);
            if (beta == T.Zero)
            {
                row.Clear();
            }
            else if (beta != T.One)
            {
                TensorPrimitives.Multiply(row, beta, row);
            }
        }
    }

    /// <summary>Copies a block into strips of a tile's width, one step of the sum behind the other, filled up with zeros.</summary>
    private static void Pack(T* source, int stride, bool isAlongRows, int start, int first, int depth, int count, int tile, T factor, T* target)
    {
        for (var strip = 0; strip < count; strip += tile, target += (long)tile * depth)
        {
            var used = Math.Min(tile, count - strip);
            if (used < tile)
            {
                new Span<T>(target, tile * depth).Clear();
            }

            if (isAlongRows)
            {
                for (var i = 0; i < used; i++)
                {
                    var row = source + ((long)(first + strip + i) * stride) + start;
                    for (var p = 0; p < depth; p++)
                    {
                        target[((long)p * tile) + i] = factor * row[p];
                    }
                }

                continue;
            }

            for (var p = 0; p < depth; p++)
            {
                var row = new ReadOnlySpan<T>(source + ((long)(start + p) * stride) + first + strip, used);
                TensorPrimitives.Multiply(row, factor, new Span<T>(target + ((long)p * tile), used));
            }
        }
    }

    /// <summary>Adds a block's products to C; left of the diagonal, by so many columns before the block's first, nothing is written.</summary>
    private static void AddBlock(T* a, T* b, int height, int width, int depth, T* c, int ldc, int diagonal)
    {
        var (tileRows, tileColumns) = (ProductTile<T>.Rows, ProductTile<T>.Columns);
        var tile = stackalloc T[tileRows * tileColumns];
        for (var left = 0; left < width; left += tileColumns)
        {
            var columns = Math.Min(tileColumns, width - left);
            for (var top = 0; top < height && (diagonal == int.MaxValue || top < left + columns + diagonal); top += tileRows)
            {
                ProductTile<T>.Sum(a + ((long)top * depth), b + ((long)left * depth), depth, tile);
                for (var i = 0; i < Math.Min(tileRows, height - top); i++)
                {
                    var row = c + ((long)(top + i) * ldc) + left;
                    for (var j = diagonal == int.MaxValue ? 0 : Math.Max(0, top + i - left - diagonal); j < columns; j++)
                    {
                        row[j] += tile[(i * tileColumns) + j];
                    }
                }
            }
        }
    }
}
