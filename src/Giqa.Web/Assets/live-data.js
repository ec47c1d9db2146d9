// What the page knows: filled from /api/changes, told of news by /api/events.
export const data = { sets: [], models: [], cautions: [], calibratedOn: [], maps: [], figures: [], images: [], doing: "", done: 0, total: 0, version: 0 };
export const selected = new Set();
export const view = { model: 0 };

const run = document.body.dataset.run;
const listeners = [];
let loading = null;

export const address = place => `${place}?run=${run}`;
export const thumbnail = image => address(`/thumbnails/${image.id}`);
export const picture = image => address(`/images/${image.id}`);
export const score = image => image.scores[view.model];
export const quality = image => score(image)?.quality ?? null;
// The images that the chosen model's quality is calibrated on, real ones as a rule.
export const yardstick = () => data.calibratedOn[view.model] ?? "real images";
// The share of people who would prefer an image over the median one, where the model knows it.
export const preferred = image => score(image)?.preferred ?? null;
export const percent = share => `${(share * 100).toFixed(share < .1 || share > .9 ? 1 : 0)} %`;
export const status = image => score(image)?.status ?? "waiting";
export const number = value => value.toLocaleString("en");

export function figure(value, digits = 3) {
  if (value === null || value === undefined || Number.isNaN(value)) {
    return "–";
  }
  return value.toFixed(digits).replace("-", "−");
}

// A number between 0 and 1, as every page and table of Giqa writes it: a bound where rounding would claim 0 or 1.
export function qualityText(value) {
  return value > 0 && value < 0.001 ? "< 0.001" : value < 1 && value > 0.999 ? "> 0.999" : figure(value);
}

export function mean(values) {
  return values.length ? values.reduce((sum, value) => sum + value, 0) / values.length : null;
}

export function onChange(listener) {
  listeners.push(listener);
}

export function changed() {
  listeners.forEach(listener => listener());
}

async function load() {
  const news = await (await fetch(`/api/changes?since=${data.version}`)).json();
  for (const image of news.images) {
    // The same object as before: whatever holds on to it, such as the open viewer, sees the changes.
    data.images[image.id] = Object.assign(data.images[image.id] ?? {}, image);
  }
  delete news.images;
  Object.assign(data, news);
  changed();
}

// One load at a time; later news is loaded after it.
function refresh() {
  loading = (loading ?? Promise.resolve()).then(() => load()).catch(error => tell(`The server does not answer: ${error.message}`));
  return loading;
}

export function tell(text) {
  document.getElementById("doing").textContent = text;
}

export async function send(path, ids) {
  const response = await fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-Giqa-Page": "1" },
    body: JSON.stringify(ids),
  });
  if (!response.ok) {
    throw new Error((await response.json()).detail);
  }
  return response.text();
}

export async function start() {
  await refresh();
  const events = new EventSource("/api/events");
  events.addEventListener("message", event => {
    if (Number(event.data) > data.version) {
      refresh();
    }
  });
  events.addEventListener("error", () => tell("The server is gone; the page shows its last state"));
}
