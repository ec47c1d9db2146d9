// The real images nearest to the enlarged one, under it. One of them can be looked at in its place.
import { address, figure, picture, status, view } from "./live-data.js";
import { layMap } from "./live-maps.js";

const $ = id => document.getElementById(id);
const [panel, note, list, large] = [$("nearest"), $("nearest-note"), $("nearest-reals"), document.querySelector("#viewer .large")];
const patience = 150;
let asked = null;
let wanted = null;

export function showNearest(image) {
  wanted?.abort();
  clearTimeout(asked);
  release();
  panel.hidden = status(image) !== "ok";
  if (!panel.hidden) {
    panel.setAttribute("aria-busy", "true");
    wanted = new AbortController();
    // Skipping quickly through the images loads none of them.
    asked = setTimeout(() => load(image, wanted.signal), patience);
  }
}

async function load(image, signal) {
  try {
    const answer = await fetch(`/api/nearest/${image.id}?model=${view.model}`, { signal });
    if (!answer.ok) {
      throw new Error((await answer.json()).detail);
    }
    fill(image, await answer.json());
  } catch (error) {
    if (error.name !== "AbortError") {
      fill(image, { why: error.message, reals: [] });
    }
  }
}

function fill(image, { reals, why, typical }) {
  const hadFocus = list.contains(document.activeElement);
  panel.removeAttribute("aria-busy");
  const missing = reals.find(real => real.missing)?.missing;
  const parts = [
    why ? `Not shown: ${why}.` : null,
    typical ? `d is the distance; the median distance from a real image to its nearest neighbour is ${distance(typical)}.` : null,
    missing && reals.every(real => real.missing) ? `No pictures: ${missing}.` : null,
  ];
  note.textContent = parts.filter(part => part).join(" ");
  list.replaceChildren(...reals.map(real => item(image, real)));
  if (hadFocus) {
    (list.querySelector("button") ?? panel.closest("dialog")).focus();
  }
}

function item(image, real) {
  const entry = document.createElement("li");
  const text = `real image ${real.name}, distance ${distance(real.distance)}`;
  if (real.missing) {
    const gap = document.createElement("span");
    gap.className = "missing";
    gap.textContent = "no picture";
    gap.title = real.missing;
    entry.append(gap);
  } else {
    const place = `/reals/${view.model}/${real.number}`;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "real";
    button.setAttribute("aria-pressed", "false");
    const img = document.createElement("img");
    img.alt = text;
    img.addEventListener("load", () => img.classList.toggle("tiny", Math.max(img.naturalWidth, img.naturalHeight) <= 64));
    img.src = address(`${place}/thumbnail`);
    button.append(img);
    button.addEventListener("click", () => exchange(image, button, address(place), text));
    entry.append(button);
  }
  const caption = document.createElement("span");
  caption.className = "name";
  caption.textContent = `d ${distance(real.distance)}`;
  caption.title = real.name;
  entry.append(caption);
  return entry;
}

// Pressed, a real image stands in the large picture's place; pressed again, or when another image is shown, it goes.
function exchange(image, button, source, text) {
  const wasPressed = button.getAttribute("aria-pressed") === "true";
  release();
  button.setAttribute("aria-pressed", String(!wasPressed));
  large.src = wasPressed ? picture(image) : source;
  large.alt = wasPressed ? image.name : text;
  layMap(large.parentNode, wasPressed ? image : null);
  $("viewer-instead").textContent = wasPressed ? "" : `Shown instead: ${text}`;
}

function release() {
  list.querySelectorAll("[aria-pressed=true]").forEach(button => button.setAttribute("aria-pressed", "false"));
  $("viewer-instead").textContent = "";
}

function distance(value) {
  return figure(value, value < 10 ? 2 : 1);
}
