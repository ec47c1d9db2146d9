import { data, figure, mean, number, quality, qualityText, yardstick } from "./live-data.js";
import { Chart, histogram } from "./live-chart.js";
import { card, show } from "./live-gallery.js";

const $ = id => document.getElementById(id);
const steps = 24;
const bins = 20;
const chart = new Chart($("overlay"), "sets.vl.json", specification => {
  specification.layer[0].encoding.color.scale = { range: ["var(--chart-images)", "var(--chart-reals)"] };
});

const scored = set => data.images.filter(image => image.set === set && quality(image) !== null).sort((a, b) => quality(a) - quality(b));
const below = (qualities, bar) => qualities.length ? `${(100 * qualities.filter(value => value < bar).length / qualities.length).toFixed(1)} %` : "–";
const whole = set => data.figures.find(one => one.set === set && one.iteration === null);

function rows(left, right) {
  const [a, b] = [left.map(quality), right.map(quality)];
  const [fa, fb] = [whole(Number($("left").value)), whole(Number($("right").value))];
  const table = [
    ["images scored", number(a.length), number(b.length)],
    ["mean quality (QS)", qualityText(mean(a)), qualityText(mean(b))],
    ["median quality", qualityText(a[a.length >> 1]), qualityText(b[b.length >> 1])],
    [`below .02 (${yardstick()}: 2 %)`, below(a, .02), below(b, .02)],
    [`below .5 (${yardstick()}: 50 %)`, below(a, .5), below(b, .5)],
  ];
  return fa || fb ? [...table, ["FID", figure(fa?.fid, 2), figure(fb?.fid, 2)], ["diversity (DS)", qualityText(fa?.ds), qualityText(fb?.ds)]] : table;
}

// The same place in both rankings, from worst to best; or images of one name, where one differs from the other most.
function pairs(left, right) {
  if ($("pairing").value === "name") {
    const others = new Map(right.map(image => [image.name, image]));
    return left.filter(image => others.has(image.name))
      .map(image => [image, others.get(image.name)])
      .sort(([a, b], [c, d]) => Math.abs(quality(d) - quality(c)) - Math.abs(quality(b) - quality(a)))
      .slice(0, steps);
  }
  const at = (images, i, count) => images[Math.round(i * (images.length - 1) / Math.max(1, count - 1))];
  const count = Math.min(steps, left.length, right.length);
  return Array.from({ length: count }, (_, i) => [at(left, i, count), at(right, i, count)]);
}

const nameOf = id => data.sets[$(id).value];

function drawChart(sides) {
  chart.show({
    sets: sides.flatMap(([set, images]) => histogram(images.map(quality), bins).map((share, i) => ({ set, quality: (i + .5) / bins, share }))),
    reference: [{ share: 1 / bins }],
  }, `Quality of ${sides[0][0]} and ${sides[1][0]}`);
}

export function drawCompare() {
  for (const id of ["left", "right"]) {
    const select = $(id);
    if (select.options.length !== data.sets.length) {
      select.replaceChildren(...data.sets.map((set, i) => new Option(set, i)));
      select.value = id === "left" ? 0 : Math.min(1, data.sets.length - 1);
    }
  }
  const [left, right] = [scored(Number($("left").value)), scored(Number($("right").value))];
  const cell = (text, tag = "td") => Object.assign(document.createElement(tag), { textContent: text });
  const row = (cells, tag) => { const tr = document.createElement("tr"); tr.append(...cells.map((text, i) => i || !text ? cell(text, text ? tag : "td") : Object.assign(cell(text, "th"), { scope: "row" }))); return tr; };
  document.querySelector("#compare thead").replaceChildren(row(["", nameOf("left"), nameOf("right")], "th"));
  $("compare-figures").replaceChildren(...rows(left, right).map(cells => row(cells, "td")));
  const ofSnapshots = images => images.length > 0 && !whole(images[0].set) && data.figures.some(one => one.set === images[0].set);
  const cautions = [left, right].flatMap(images => whole(images[0]?.set)?.warning ?? (ofSnapshots(images) ? `FID and DS of ${data.sets[images[0].set]} are measured for each of its snapshots: see Training` : []));
  $("compare-caution").textContent = [...new Set(cautions)].join("; ");
  drawChart([[nameOf("left"), left], [nameOf("right"), right]]);
  $("pairs").replaceChildren(...pairs(left, right).map(pair => {
    const item = document.createElement("li");
    const list = document.createElement("ul");
    list.append(...pair.map(image => card(image, null)));
    item.append(list);
    return item;
  }));
}

$("compare").addEventListener("input", drawCompare);
$("pairs").addEventListener("click", event => {
  if (event.target.closest(".shot")) {
    show(data.images[event.target.closest(".card").dataset.id]);
  }
});
