"use strict";

// Small pictures keep their pixels when they are enlarged.
function markTiny(image) {
  image.classList.toggle("tiny", image.naturalWidth > 0 && Math.max(image.naturalWidth, image.naturalHeight) <= 64);
}

for (const image of document.querySelectorAll(".shot img")) {
  if (image.complete) {
    markTiny(image);
  }
  image.addEventListener("load", () => markTiny(image));
}

// The viewer: any picture, larger, with its neighbours in the same section under the arrow keys.
const viewer = document.getElementById("viewer");
let shown = null;

function show(shot) {
  shown = shot;
  const image = viewer.querySelector("img");
  image.src = shot.querySelector("img").src;
  image.alt = shot.dataset.name;
  image.onload = () => markTiny(image);
  const stage = image.parentNode;
  stage.querySelector(".map")?.remove();
  const map = shot.querySelector(".map");
  if (map) {
    stage.append(map.cloneNode(true));
  }
  viewer.querySelector(".viewer-name").textContent = shot.dataset.name;
  viewer.querySelector(".viewer-figures").textContent = shot.dataset.figures;
  if (!viewer.open) {
    viewer.showModal();
  }
}

document.addEventListener("click", event => {
  const shot = event.target.closest(".shot");
  if (shot) {
    show(shot);
  } else if (event.target === viewer) {
    viewer.close();
  }
});

viewer.addEventListener("keydown", event => {
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (step) {
    const shots = [...shown.closest("section").querySelectorAll(".shot")];
    const next = shots[(shots.indexOf(shown) + step + shots.length) % shots.length];
    next.scrollIntoView({ block: "nearest", behavior: "instant" });
    show(next);
    event.preventDefault();
  }
});

viewer.addEventListener("close", () => shown.focus({ preventScroll: true }));

// The table of scores: sorted by its headings, filtered by name and quality.
const table = document.getElementById("scores-table");

function value(row, column) {
  const cell = row.cells[column];
  return cell.dataset.v === undefined ? cell.textContent : Number(cell.dataset.v);
}

function sortBy(heading) {
  const column = heading.cellIndex;
  const descending = heading.getAttribute("aria-sort") === "ascending";
  for (const other of heading.parentNode.cells) {
    other.removeAttribute("aria-sort");
  }
  heading.setAttribute("aria-sort", descending ? "descending" : "ascending");
  const compare = heading.dataset.sort === "text"
    ? new Intl.Collator(undefined, { numeric: true }).compare
    : (a, b) => a - b;
  const rows = [...table.tBodies[0].rows].map(row => ({ row, key: value(row, column) }));
  rows.sort((a, b) => descending ? compare(b.key, a.key) : compare(a.key, b.key));
  table.tBodies[0].append(...rows.map(r => r.row));
}

function filter() {
  const text = document.getElementById("filter-name").value.toLowerCase();
  const from = document.getElementById("filter-from").valueAsNumber;
  const to = document.getElementById("filter-to").valueAsNumber;
  let left = 0;
  for (const row of table.tBodies[0].rows) {
    const quality = value(row, 2);
    row.hidden = !(row.dataset.find ?? value(row, 1)).toLowerCase().includes(text) || quality < from || quality > to;
    left += row.hidden ? 0 : 1;
  }
  document.getElementById("filter-count").textContent = `${left.toLocaleString("en")} shown`;
}

if (table) {
  for (const heading of table.tHead.rows[0].cells) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = heading.textContent;
    button.addEventListener("click", () => sortBy(heading));
    heading.replaceChildren(button);
  }
  const filters = document.querySelector(".filters");
  filters.hidden = false;
  filters.addEventListener("input", filter);
}
