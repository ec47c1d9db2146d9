// Charts by Vega-Lite, as in the report. Its interpreter evaluates nothing from text, and it brings no style sheet along: so the
// page's policy holds. Colours are custom properties of the page's own style sheet, so they follow light and dark.
const options = {
  actions: false, renderer: "svg", ast: true, mode: "vega-lite", defaultStyle: false, tooltip: { disableDefaultStyle: true },
  config: {
    background: null,
    // By name: Vega measures labels with it, so that titles keep clear of them.
    font: getComputedStyle(document.body).fontFamily,
    view: { stroke: null },
    axis: {
      domainColor: "var(--line)", gridColor: "var(--line)", tickColor: "var(--line)",
      labelColor: "var(--muted)", titleColor: "var(--muted)", titleFontWeight: 400, labelFontSize: 11, titleFontSize: 12, titlePadding: 8, labelOverlap: true,
    },
  },
};

// One chart in one place. It is drawn when it is first shown data, which must be when the place can be seen; later data go into the
// same drawing, so that nothing flickers while images are scored.
export class Chart {
  #place;
  #template;
  #change;
  #data = {};
  #text = "";
  #drawing = null;
  #view = null;

  constructor(place, template, change = () => {}) {
    [this.#place, this.#template, this.#change] = [place, template, change];
  }

  show(data, text) {
    [this.#data, this.#text] = [data, text];
    this.#place.setAttribute("aria-label", text);
    this.#drawing ??= this.#draw();
    this.#refresh();
  }

  async #draw() {
    const specification = await (await fetch(`/assets/${this.#template}`)).json();
    this.#change(specification);
    specification.datasets = this.#data;
    specification.description = this.#text;
    this.#view = (await window.vegaEmbed(this.#place, specification, options)).view;
    this.#refresh();
  }

  #refresh() {
    if (this.#view) {
      // Vega names its drawing by the description.
      this.#view.description(this.#text);
      for (const [name, rows] of Object.entries(this.#data)) {
        this.#view.data(name, rows);
      }
      this.#view.signal("width", this.#place.clientWidth).runAsync();
    }
  }
}

export function histogram(values, bins) {
  const counts = new Array(bins).fill(0);
  for (const value of values) {
    counts[Math.min(bins - 1, Math.floor(value * bins))]++;
  }
  return counts.map(count => values.length ? count / values.length : 0);
}
