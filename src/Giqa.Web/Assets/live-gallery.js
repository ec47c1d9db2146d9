import { data, figure, mean, number, percent, picture, preferred, quality, qualityText, score, selected, send, status, thumbnail, view } from "./live-data.js";
import { Chart, histogram } from "./live-chart.js";
import { layMap } from "./live-maps.js";
import { showNearest } from "./live-nearest.js";

const $ = id => document.getElementById(id);
const overscan = 3;
const names = new Intl.Collator("en", { numeric: true });
const cards = $("cards");
const bins = 40;
const tail = 9;
const chart = new Chart($("histogram"), "live-quality.vl.json");
const sortings = { of: null, orders: new Map() };
let shown = [];
let cut = { count: 0, bar: 0 };
let open = null;
let hasChosenOrder = false;

// Which of the ranked images the picker would keep: by quality, or by share, rounded up as `giqa pick` does.
function pick(ranked) {
  const value = Number($("threshold").value) / 1000;
  const byShare = $("rule").value === "share";
  const count = byShare
    ? Math.ceil(Math.round((1 - value) * ranked.length * 1e9) / 1e9)
    : ranked.filter(image => quality(image) >= value).length;
  $("bar-name").textContent = byShare ? "share" : "quality at least";
  $("threshold").setAttribute("aria-valuetext", byShare ? `the best ${((1 - value) * 100).toFixed(1)} %, ${number(count)} images` : `quality at least ${figure(value)}, ${number(count)} images`);
  $("bar-value").textContent = byShare ? `${((1 - value) * 100).toFixed(1)} %` : figure(value);
  return { count, bar: byShare ? (count && count < ranked.length ? quality(ranked[count - 1]) : 0) : value };
}

function inSet(image) {
  return $("set").value === "" || image.set === Number($("set").value);
}

function filtered(kept) {
  const text = $("search").value.toLowerCase();
  const [folder, state, show] = [$("folder").value, $("status").value, $("show").value];
  return ordered($("sort").value, kept).filter(image => inSet(image)
    && image.name.toLowerCase().includes(text)
    && (folder === "" || image.folder === folder)
    && (state === "" || status(image) === state)
    && (show === "" || (show === "selected" ? selected.has(image.id) : show === "kept" ? kept.has(image.id) : status(image) === "ok" && !kept.has(image.id))));
}

// At the threshold: what is kept, the least good first, and then what is dropped, the best first.
function ordered(order, kept) {
  if (order !== "bar") {
    return sorted(order);
  }
  const worst = sorted("worst");
  return [...worst.filter(image => kept.has(image.id)), ...worst.filter(image => !kept.has(image.id)).reverse()];
}

// To sort ten thousand images takes longer than a frame: an order is kept until the images or the model change.
function sorted(order) {
  const of = `${data.version} ${view.model}`;
  if (sortings.of !== of) {
    sortings.of = of;
    sortings.orders.clear();
  }
  if (!sortings.orders.has(order)) {
    sortings.orders.set(order, sort([...data.images], order));
  }
  return sortings.orders.get(order);
}

function sort(images, order) {
  if (order === "newest") {
    return images.reverse();
  }
  if (order === "name") {
    return images.sort((a, b) => names.compare(a.name, b.name));
  }
  const sign = order === "best" ? -1 : 1;
  const value = image => score(image)?.score ?? Infinity * sign;
  return images.sort((a, b) => sign * (value(a) - value(b)) || a.id - b.id);
}

// A long name in two parts, of which the end always stays: images of one run differ there.
function ends(name) {
  const at = name.length > tail + 3 ? name.length - tail : name.length;
  return [name.slice(0, at), name.slice(at)].map(text => Object.assign(document.createElement("span"), { textContent: text }));
}

export function card(image, kept) {
  const item = document.createElement("li");
  item.className = "card";
  item.dataset.id = image.id;
  const shot = document.createElement("button");
  shot.type = "button";
  shot.className = "shot";
  const img = document.createElement("img");
  img.loading = "lazy";
  img.decoding = "async";
  img.addEventListener("load", () => img.classList.toggle("tiny", Math.max(img.naturalWidth, img.naturalHeight) <= 64));
  img.addEventListener("error", () => shot.classList.add("missing"), { once: true });
  shot.append(img);
  const box = document.createElement("input");
  box.type = "checkbox";
  box.ariaLabel = `Select ${image.name}`;
  const value = document.createElement("span");
  value.className = "quality";
  const liked = document.createElement("span");
  liked.className = "share";
  const name = document.createElement("span");
  name.className = "name";
  name.append(...ends(image.name.slice(image.name.lastIndexOf("/") + 1)));
  name.title = image.name;
  const place = document.createElement("span");
  place.className = "place";
  place.textContent = [data.sets.length > 1 ? data.sets[image.set] : "", image.folder.split("/").at(-1)].filter(part => part).join("/");
  place.title = image.name;
  const meter = document.createElement("span");
  meter.className = "meter";
  item.append(shot, box, value, liked, meter, place, name);
  mark(item, image, kept);
  return item;
}

function people(image) {
  const one = score(image);
  return `${percent(one.preferred)} of people would prefer it over the median image (95 % from ${percent(one.preferred_low)} to ${percent(one.preferred_high)})`;
}

// What may change of a card while it is looked at.
function mark(item, image, kept) {
  const [img, value] = [item.querySelector("img"), item.querySelector(".quality")];
  if (!["ok", "waiting", "failed"].includes(status(image))) {
    img.parentNode.classList.add("missing");
  } else if (!img.hasAttribute("src")) {
    img.src = thumbnail(image);
  }
  layMap(img.parentNode, image);
  const share = preferred(image);
  const text = status(image) === "ok" ? qualityText(quality(image)) : status(image);
  if (value.textContent !== text) {
    value.textContent = text;
  }
  const liked = item.querySelector(".share");
  liked.textContent = share === null ? "" : `${Math.round(share * 100)} %`;
  liked.title = share === null ? "" : people(image);
  value.title = score(image)?.detail ?? "quality";
  img.alt = `${image.name}, ${status(image) === "ok" ? `quality ${text}${share === null ? "" : `, ${people(image)}`}` : text}${data.sets.length > 1 ? `, ${data.sets[image.set]}` : ""}`;
  item.querySelector(".meter").style.setProperty("--q", quality(image) ?? 0);
  item.classList.toggle("below", kept !== null && status(image) === "ok" && !kept.has(image.id));
  item.classList.toggle("chosen", selected.has(image.id));
  item.querySelector("input").checked = selected.has(image.id);
}

let keptIds = new Set();
const pending = new Set();

// Each once a frame at most, however often it is asked for.
function soon(work) {
  if (pending.size === 0) {
    requestAnimationFrame(() => {
      const works = [...pending];
      pending.clear();
      works.forEach(one => one());
    });
  }
  pending.add(work);
}

function fillChoices() {
  fill("set", data.sets.map((set, i) => [String(i), set]), data.sets.length > 1);
  const folders = [...new Set(data.images.filter(inSet).map(image => image.folder))].sort(names.compare);
  fill("folder", folders.filter(folder => folder).map(folder => [folder, folder]), folders.length > 1);
  const states = [...new Set(data.images.map(status))].sort();
  fill("status", states.map(state => [state, state]), states.length > 1);
}

function fill(id, options, useful) {
  const select = $(id);
  const wanted = options.map(([value]) => value).join("\n");
  $(`${id}-choice`).hidden = !useful;
  if (select.dataset.has !== wanted) {
    const before = select.value;
    select.replaceChildren(select.options[0], ...options.map(([value, text]) => new Option(text, value)));
    select.value = options.some(([value]) => value === before) ? before : "";
    select.dataset.has = wanted;
  }
}

export function draw() {
  fillChoices();
  cards.classList.toggle("placed", data.sets.length > 1 || data.images.some(image => image.folder));
  const ranked = sorted("best").filter(image => inSet(image) && quality(image) !== null);
  const qualities = ranked.map(quality);
  cut = pick(ranked);
  keptIds = new Set(ranked.slice(0, cut.count).map(image => image.id));
  const top = qualities.slice(0, cut.count);
  drawChart(histogram(qualities, bins), ranked.length);
  $("kept").textContent = `${number(cut.count)} of ${number(ranked.length)}`;
  $("kept-quality").textContent = qualityText(mean(top));
  $("all-quality").textContent = qualityText(mean(qualities));
  shown = filtered(keptIds);
  [...cards.children].forEach(item => mark(item, data.images[item.dataset.id], keptIds));
  $("count").textContent = `${number(shown.length)} of ${number(data.images.length)} shown`;
  $("none").hidden = shown.length > 0;
  drawCards();
  drawSelection();
}

// Bars below the bar are paler; the dashed line is where the bars of the images end that quality is calibrated on.
function drawChart(shares, count) {
  chart.show({
    images: shares.map((share, i) => ({ from: i / bins, to: (i + 1) / bins, share, kept: (i + 1) / bins <= cut.bar ? "no" : "yes" })),
    reference: [{ share: 1 / bins }],
    bar: [{ quality: cut.bar }],
  }, `Histogram of quality; ${number(cut.count)} of ${number(count)} images are kept`);
}

// Only the cards in view and some rows around them exist; padding stands for the others. All rows are of one height.
function drawCards() {
  if ($("gallery").hidden) {
    return;
  }
  if (!cards.firstElementChild) {
    arrange(shown.slice(0, 1));
  }
  if (!cards.firstElementChild || shown.length === 0) {
    arrange([]);
    cards.style.padding = "";
    return;
  }
  const [across, height] = [columns(), rowHeight()];
  const rows = Math.ceil(shown.length / across);
  const above = Math.floor(-cards.getBoundingClientRect().top / height) - overscan;
  const first = Math.max(0, Math.min(above, rows - 1));
  const last = Math.min(rows, first + Math.ceil(window.innerHeight / height) + 2 * overscan + 1);
  cards.style.paddingTop = `${first * height}px`;
  cards.style.paddingBottom = `${(rows - last) * height}px`;
  arrange(shown.slice(first * across, last * across));
}

function rowHeight() {
  return cards.firstElementChild.getBoundingClientRect().height + parseFloat(getComputedStyle(cards).rowGap);
}

// Scrolls to an image that has no card, and focuses it.
function reveal(image) {
  const place = shown.indexOf(image);
  if (place >= 0 && !cardOf(image)) {
    const middle = Math.floor(place / columns()) * rowHeight() - window.innerHeight / 2;
    window.scrollTo({ top: window.scrollY + cards.getBoundingClientRect().top + middle, behavior: "instant" });
    drawCards();
  }
  cardOf(image)?.querySelector(".shot").focus();
}

function cardOf(image) {
  return cards.querySelector(`[data-id="${image.id}"]`);
}

// Cards that stay are kept, and the focus with them: whoever uses the keyboard must not be thrown out when an image is scored.
function arrange(images) {
  const there = new Map([...cards.children].map(item => [Number(item.dataset.id), item]));
  const focused = cards.contains(document.activeElement) ? document.activeElement : null;
  const wanted = images.map(image => there.get(image.id) ?? card(image, keptIds));
  const staying = new Set(wanted);
  there.forEach(item => staying.has(item) || item.remove());
  wanted.forEach((item, i) => item === cards.children[i] || cards.insertBefore(item, cards.children[i] ?? null));
  if (document.activeElement !== focused) {
    focused?.focus({ preventScroll: true });
  }
}

function drawSelection() {
  $("selection").hidden = selected.size === 0 && cut.count === 0;
  $("selected-count").textContent = selected.size ? `${number(selected.size)} selected` : "None selected";
  $("select-kept").textContent = `Select the ${number(cut.count)} kept`;
  for (const id of ["clear", "export", "copy"]) {
    $(id).disabled = selected.size === 0;
  }
}

function toggle(id) {
  if (!selected.delete(id)) {
    selected.add(id);
  }
  draw();
}

export function show(image) {
  open = image;
  const viewer = $("viewer");
  const img = viewer.querySelector(".large");
  img.src = picture(image);
  img.alt = image.name;
  img.onload = () => img.classList.toggle("tiny", Math.max(img.naturalWidth, img.naturalHeight) <= 64);
  $("viewer-name").textContent = data.sets.length > 1 ? `${data.sets[image.set]}: ${image.name}` : image.name;
  const parts = [status(image) === "ok" ? `quality ${qualityText(quality(image))}, score ${String(Number(score(image).score.toPrecision(4))).replace("-", "−")}` : status(image), preferred(image) === null ? null : people(image), score(image)?.detail, selected.has(image.id) ? "selected" : null];
  $("viewer-figures").textContent = parts.filter(part => part).join(" · ");
  layMap(img.parentNode, image);
  showNearest(image);
  if (!viewer.open) {
    viewer.showModal();
  }
}

function step(by) {
  const at = shown.indexOf(open);
  if (at >= 0) {
    show(shown[(at + by + shown.length) % shown.length]);
  }
}

function columns() {
  return getComputedStyle(cards).gridTemplateColumns.split(" ").length;
}

cards.addEventListener("click", event => {
  const item = event.target.closest(".card");
  if (event.target.type === "checkbox") {
    toggle(Number(item.dataset.id));
  } else if (event.target.closest(".shot")) {
    show(data.images[item.dataset.id]);
  }
});

cards.addEventListener("keydown", event => {
  const shot = event.target.closest(".shot");
  const by = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns(), ArrowDown: columns() }[event.key];
  if (shot && by) {
    cards.children[[...cards.children].indexOf(shot.parentNode) + by]?.querySelector(".shot").focus();
    event.preventDefault();
  } else if (shot && event.key === " ") {
    toggle(Number(shot.parentNode.dataset.id));
    event.preventDefault();
  }
});

$("viewer").addEventListener("keydown", event => {
  const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (by) {
    step(by);
    event.preventDefault();
  } else if (event.key === " " && !event.target.closest(".real")) {
    toggle(open.id);
    show(open);
    event.preventDefault();
  }
});

$("viewer").addEventListener("click", event => {
  if (event.target === $("viewer")) {
    $("viewer").close();
  }
});

$("viewer").addEventListener("close", () => reveal(open));
document.querySelector("#gallery .filters").addEventListener("submit", event => event.preventDefault());
document.querySelector("#gallery .filters").addEventListener("input", draw);
$("rule").addEventListener("input", draw);
$("threshold").addEventListener("input", () => {
  // Until somebody chooses an order, the images at the threshold are what is looked for.
  if ($("sort").value === "worst" && !hasChosenOrder) {
    $("sort").value = "bar";
  }
  soon(draw);
});
$("sort").addEventListener("input", () => { hasChosenOrder = true; });
$("clear").addEventListener("click", () => { selected.clear(); draw(); });
$("select-kept").addEventListener("click", () => { selected.clear(); keptIds.forEach(id => selected.add(id)); draw(); });

$("export").addEventListener("click", () => act(async () => {
  const text = await send("/api/list", [...selected]);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
  link.download = "picked.txt";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  return `${number(selected.size)} names saved as picked.txt`;
}));

$("copy").addEventListener("click", () => act(() => send("/api/copy", [...selected])));

async function act(action) {
  try {
    $("told").textContent = await action();
  } catch (error) {
    $("told").textContent = error.message;
  }
}

window.addEventListener("scroll", () => soon(drawCards), { passive: true });
window.addEventListener("resize", () => soon(drawCards));
