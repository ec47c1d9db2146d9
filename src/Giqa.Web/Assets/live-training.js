import { data, figure, mean, number, quality } from "./live-data.js";
import { drawCurves, element } from "./live-chart.js";
import { card, show } from "./live-gallery.js";

const $ = id => document.getElementById(id);
const shownOf = 12;

export const iterations = () => [...new Set(data.images.filter(image => image.iteration !== null).map(image => image.iteration))].sort((a, b) => a - b);

const curves = [
  { name: "QS: mean quality, higher is better", format: value => figure(value), of: (set, iteration) => mean(data.images.filter(image => image.set === set && image.iteration === iteration).map(quality).filter(value => value !== null)) },
  { name: "DS: diversity, higher is better", format: value => figure(value), of: (set, iteration) => measured(set, iteration)?.ds ?? null },
  { name: "FID: lower is better", format: value => value.toFixed(1), of: (set, iteration) => measured(set, iteration)?.fid ?? null },
];

function measured(set, iteration) {
  return data.figures.find(one => one.set === set && one.iteration === iteration);
}

function plot(curve, steps) {
  const series = data.sets.map((_, set) => steps.map(x => ({ x, y: curve.of(set, x) })).filter(point => point.y !== null));
  const box = document.createElement("figure");
  const caption = document.createElement("figcaption");
  caption.textContent = curve.name;
  box.append(caption);
  if (series.flat().length === 0) {
    const none = document.createElement("p");
    none.className = "none";
    none.textContent = "Not yet, or not without --real.";
    box.append(none);
    return box;
  }
  const svg = element("svg", { viewBox: "0 0 320 150", role: "img", "aria-label": `${curve.name}: ${series.map((line, set) => `${data.sets[set]} ${line.map(p => curve.format(p.y)).join(", ")}`).join("; ")}` });
  drawCurves(svg, series, curve.format);
  box.append(svg);
  return box;
}

// The first images of an iteration, in the order of their names: with fixed latents the same ones in every row.
function snapshot(iteration) {
  const section = document.createElement("section");
  const heading = document.createElement("h2");
  const images = data.images.filter(image => image.iteration === iteration);
  const qs = mean(images.map(quality).filter(value => value !== null));
  heading.textContent = `Iteration ${number(iteration)}`;
  const aside = document.createElement("small");
  aside.textContent = ` ${number(images.length)} images, QS ${figure(qs)}`;
  heading.append(aside);
  const list = document.createElement("ol");
  list.className = "cards";
  list.append(...images.slice(0, shownOf).map(image => card(image, null)));
  section.append(heading, list);
  return section;
}

export function drawTraining() {
  const steps = iterations();
  const warnings = [...new Set(data.figures.map(one => one.warning).filter(text => text))];
  $("curves").replaceChildren(...curves.map(curve => plot(curve, steps)), ...warnings.map(text => Object.assign(document.createElement("p"), { className: "caution", textContent: text })));
  const few = steps.length <= 6 ? steps : Array.from({ length: 6 }, (_, i) => steps[Math.round(i * (steps.length - 1) / 5)]);
  $("snapshots").replaceChildren(...few.reverse().map(snapshot));
}

$("snapshots").addEventListener("click", event => {
  if (event.target.closest(".shot")) {
    show(data.images[event.target.closest(".card").dataset.id]);
  }
});
