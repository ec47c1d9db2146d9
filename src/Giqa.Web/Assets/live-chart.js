// Small charts drawn by hand: their colours are classes of the style sheet, so they follow light and dark.
const space = "http://www.w3.org/2000/svg";

export function element(name, attributes, ...children) {
  const node = document.createElementNS(space, name);
  for (const [key, value] of Object.entries(attributes)) {
    node.setAttribute(key, value);
  }
  node.append(...children);
  return node;
}

export function histogram(values, bins) {
  const counts = new Array(bins).fill(0);
  for (const value of values) {
    counts[Math.min(bins - 1, Math.floor(value * bins))]++;
  }
  return counts.map(count => values.length ? count / values.length : 0);
}

// Bars over 0..1 in a box of 600 x 120; those below the bar are paler, the dashed line is where real images would be.
export function drawHistogram(svg, shares, bar) {
  const top = Math.max(0.001, ...shares, 1 / shares.length);
  const width = 600 / shares.length;
  const bars = shares.map((share, i) => {
    const height = 112 * share / top;
    return element("rect", { x: i * width + 1, y: 120 - height, width: width - 2, height, class: (i + 1) / shares.length <= bar ? "dropped" : "kept" });
  });
  const level = 120 - 112 / shares.length / top;
  svg.replaceChildren(...bars,
    element("line", { x1: 0, x2: 600, y1: level, y2: level, class: "reals" }),
    element("line", { x1: 600 * bar, x2: 600 * bar, y1: 0, y2: 120, class: "bar-line" }));
}

// Two sets over one another, as steps.
export function drawOverlay(svg, sets) {
  const top = Math.max(0.001, ...sets.flat());
  svg.replaceChildren(...sets.map((shares, set) => {
    const width = 600 / shares.length;
    const steps = shares.map((share, i) => `${i ? "" : `M0,${120 - 112 * share / top}`}V${120 - 112 * share / top}H${(i + 1) * width}`);
    return element("path", { d: steps.join(""), class: `set-${set}` });
  }));
}

// Curves over iterations, one a set: points are { x, y }, x ascending. The box is 320 x 150.
export function drawCurves(svg, series, format) {
  const points = series.flat();
  const [left, right, bottom, top] = [44, 312, 126, 10];
  const span = (low, high) => low === high ? [low - 0.5, high + 0.5] : [low, high];
  const [x0, x1] = span(Math.min(...points.map(p => p.x)), Math.max(...points.map(p => p.x)));
  const [y0, y1] = span(Math.min(...points.map(p => p.y)), Math.max(...points.map(p => p.y)));
  const x = value => left + (value - x0) / (x1 - x0) * (right - left);
  const y = value => bottom - (value - y0) / (y1 - y0) * (bottom - top);
  const label = (text, attributes) => element("text", attributes, text);
  svg.replaceChildren(
    element("line", { x1: left, x2: right, y1: bottom, y2: bottom, class: "axis" }),
    label(format(y1), { x: left - 6, y: y(y1) + 4, class: "end" }),
    label(format(y0), { x: left - 6, y: y(y0) + 4, class: "end" }),
    label(x0.toLocaleString("en"), { x: left, y: 144 }),
    label(x1.toLocaleString("en"), { x: right, y: 144, class: "end" }),
    ...series.flatMap((line, set) => [
      element("polyline", { points: line.map(p => `${x(p.x)},${y(p.y)}`).join(" "), class: `set-${set}` }),
      ...line.map(p => element("circle", { cx: x(p.x), cy: y(p.y), r: 3, class: `set-${set}` },
        element("title", {}, `${p.x.toLocaleString("en")}: ${format(p.y)}`))),
    ]));
}
