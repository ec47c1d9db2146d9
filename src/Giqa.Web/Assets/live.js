import { changed, data, number, onChange, start, tell, view, yardstick } from "./live-data.js";
import { draw } from "./live-gallery.js";
import { drawCompare } from "./live-compare.js";
import { offerMaps } from "./live-maps.js";
import { drawTraining, iterations } from "./live-training.js";

const $ = id => document.getElementById(id);
const tabs = [...document.querySelectorAll("[role=tab]")];
const drawings = { gallery: draw, compare: drawCompare, training: drawTraining };
let current = "gallery";

// Every view has an address, so that it can be linked and Back returns to the one before.
function go(tab) {
  const address = `#${tab.getAttribute("aria-controls")}`;
  if (location.hash !== address) {
    history.pushState(null, "", address);
  }
  choose(tab);
}

function follow() {
  const tab = tabs.find(one => `#${one.getAttribute("aria-controls")}` === (location.hash || "#gallery"));
  if (tab && !tab.hidden && tab.getAttribute("aria-controls") !== current) {
    choose(tab);
  }
}

function choose(tab) {
  current = tab.getAttribute("aria-controls");
  for (const other of tabs) {
    const chosen = other === tab;
    other.setAttribute("aria-selected", chosen);
    other.tabIndex = chosen ? 0 : -1;
    $(other.getAttribute("aria-controls")).hidden = !chosen;
  }
  $("selection").classList.toggle("away", current !== "gallery");
  drawings[current]();
}

function drawFrame() {
  const share = data.total ? ` ${number(data.done)} of ${number(data.total)}` : "";
  tell(data.doing === "done" ? "" : data.doing === "watching" ? `watching for new images${newest()}` : `${data.doing}${share}`);
  $("tab-compare").hidden = data.sets.length < 2;
  $("tab-training").hidden = iterations().length < 2;
  $("model-choice").hidden = data.models.length < 2;
  if ($("model").options.length !== data.models.length) {
    $("model").replaceChildren(...data.models.map((model, i) => new Option(model, i)));
  }
}

// A caution about the chosen model is shown above every view with its scores.
function drawCaution() {
  const caution = data.cautions[view.model];
  const text = caution ? `${data.models[view.model]}: ${caution}.` : "";
  if ($("model-caution").textContent !== text) {
    $("model-caution").textContent = text;
  }
}

// What a quality of .5 means depends on the chosen model.
function drawMedian() {
  const text = yardstick() === "real images" ? "0.5: the median real image" : `0.5: the median of the ${yardstick()}`;
  if ($("median").textContent !== text) {
    $("median").textContent = text;
  }
}

tabs.forEach(tab => tab.addEventListener("click", () => go(tab)));
document.querySelector("[role=tablist]").addEventListener("keydown", event => {
  const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (by) {
    const open = tabs.filter(tab => !tab.hidden);
    const next = open[(open.indexOf(document.activeElement) + by + open.length) % open.length];
    go(next);
    next.focus();
  }
});
$("model").addEventListener("input", () => {
  view.model = Number($("model").value);
  changed();
});

// When the newest file was written: that says whether a training is still under way.
function newest() {
  return data.newest ? `; the newest was written ${new Date(data.newest).toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "medium" })}` : "";
}

onChange(drawFrame);
onChange(drawCaution);
onChange(drawMedian);
onChange(offerMaps);
onChange(follow);
window.addEventListener("popstate", follow);
onChange(() => drawings[current]());
await start();
