import { data, figure, mean, number, quality, qualityText } from "./live-data.js";
import { Chart } from "./live-chart.js";
import { card, show } from "./live-gallery.js";

const $ = id => document.getElementById(id);
const about = 12;
const narrowest = 112;
const gap = 12;

// Whole rows, of a dozen images or nearly so.
function shownOf() {
  const across = Math.max(1, Math.floor(($("snapshots").clientWidth + gap) / (narrowest + gap)));
  return across * Math.max(1, Math.round(about / across));
}

export const iterations = () => [...new Set(data.images.filter(image => image.iteration !== null).map(image => image.iteration))].sort((a, b) => a - b);

const reach = 1.96;

function measured(set, iteration) {
  return data.figures.find(one => one.set === set && one.iteration === iteration);
}

function meanQuality(set, iteration) {
  const values = data.images.filter(image => image.set === set && image.iteration === iteration).map(quality).filter(value => value !== null);
  const value = mean(values);
  const spread = values.length > 1 ? Math.sqrt(values.reduce((sum, one) => sum + (one - value) ** 2, 0) / (values.length - 1) / values.length) : 0;
  return { value, low: value - reach * spread, high: value + reach * spread };
}

function figureOf(name) {
  return (set, iteration) => {
    const value = measured(set, iteration)?.[name] ?? null;
    return { value, low: value, high: value };
  };
}

const curves = [
  { title: "QS", caption: "QS: mean quality ± 1.96 standard errors, higher is better", of: meanQuality },
  { title: "DS", caption: "DS: diversity, higher is better", of: figureOf("ds") },
  { title: "FID", caption: "FID: lower is better", of: figureOf("fid") },
].map(curve => {
  const box = document.createElement("figure");
  const caption = Object.assign(document.createElement("figcaption"), { textContent: curve.caption });
  const none = Object.assign(document.createElement("p"), { className: "none", textContent: "Not yet, or not without --real." });
  const place = Object.assign(document.createElement("div"), { className: "plot", role: "img" });
  box.append(caption, none, place);
  const chart = new Chart(place, "metric-curve.vl.json", specification => specification.layer.forEach(layer => {
    layer.encoding.y.title = curve.title;
    layer.encoding.color.legend = data.sets.length > 1 ? layer.encoding.color.legend : null;
  }));
  return { ...curve, box, none, place, chart };
});

function plot(curve, steps) {
  const points = data.sets.flatMap((set, number) => steps.map(iteration => ({ set, iteration, ...curve.of(number, iteration) })).filter(point => point.value !== null));
  curve.none.hidden = points.length > 0;
  curve.place.hidden = points.length === 0;
  if (points.length > 0) {
    curve.chart.show({ points }, `${curve.caption}: ${points.map(point => `${point.set} ${figure(point.value)} after ${number(point.iteration)}`).join(", ")}`);
  }
}

// The first images of an iteration, in the order of their names: with fixed latents the same ones in every row.
function snapshot(iteration) {
  const section = document.createElement("section");
  const heading = document.createElement("h2");
  const images = data.images.filter(image => image.iteration === iteration);
  const qs = mean(images.map(quality).filter(value => value !== null));
  heading.textContent = `Iteration ${number(iteration)}`;
  const aside = document.createElement("small");
  aside.textContent = ` ${number(images.length)} images, QS ${qualityText(qs)}`;
  heading.append(aside);
  const list = document.createElement("ol");
  list.className = "cards";
  list.append(...images.slice(0, shownOf()).map(image => card(image, null)));
  section.append(heading, list);
  return section;
}

export function drawTraining() {
  const steps = iterations();
  const warnings = [...new Set(data.figures.map(one => one.warning).filter(text => text))];
  $("curves").replaceChildren(...curves.map(curve => curve.box), ...warnings.map(text => Object.assign(document.createElement("p"), { className: "caution", textContent: text })));
  curves.forEach(curve => plot(curve, steps));
  const few = steps.length <= 6 ? steps : Array.from({ length: 6 }, (_, i) => steps[Math.round(i * (steps.length - 1) / 5)]);
  $("snapshots").replaceChildren(...few.reverse().map(snapshot));
}

$("snapshots").addEventListener("click", event => {
  if (event.target.closest(".shot")) {
    show(data.images[event.target.closest(".card").dataset.id]);
  }
});
