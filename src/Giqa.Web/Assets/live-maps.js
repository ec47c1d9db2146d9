// Where images are bad, as the chosen model sees it, over the pictures of every view.
import { address, changed, data, status, view } from "./live-data.js";
import { lay, whenSwitched } from "./maps.js";

const choice = document.getElementById("map-choice");
whenSwitched(changed);

// Models differ in whether they have maps.
export function offerMaps() {
  if (choice) {
    choice.hidden = !data.maps[view.model];
  }
}

export function layMap(stage, image) {
  lay(stage, image && data.maps[view.model] && status(image) === "ok" ? address(`/maps/${view.model}/${image.id}`) : null);
}
