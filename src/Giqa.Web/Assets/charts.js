"use strict";

// Charts. Colours are custom properties of the style sheet, so they follow light, dark and print without drawing again.
const chartConfig = {
  background: null,
  // By name: Vega measures labels with it, so that titles keep clear of them.
  font: getComputedStyle(document.body).fontFamily,
  view: { stroke: null },
  axis: {
    domainColor: "var(--line)", gridColor: "var(--line)", tickColor: "var(--line)",
    labelColor: "var(--muted)", titleColor: "var(--muted)", titleFontWeight: 400, labelFontSize: 11, titleFontSize: 12, titlePadding: 8,
    labelOverlap: true,
  },
};

for (const place of document.querySelectorAll("[data-chart]")) {
  const specification = JSON.parse(document.getElementById(place.dataset.chart).textContent);
  // Vega names its drawing by the description.
  specification.description = place.getAttribute("aria-label");
  const options = { actions: false, renderer: "svg", ast: true, mode: "vega-lite", config: chartConfig };
  vegaEmbed(place, specification, options).catch(error => {
    console.error(error);
    place.textContent = "The chart could not be drawn; the table has its figures.";
  });
}
