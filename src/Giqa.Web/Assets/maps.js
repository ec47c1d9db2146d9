// Lays a map over a picture, or takes it away. The switch and the legend are MapSwitch.razor's, the looks maps.css's.
const box = document.getElementById("show-maps");

export const areShown = () => box !== null && !document.getElementById("map-choice").hidden && box.checked;

export function whenSwitched(work) {
  box?.addEventListener("change", work);
}

// Nothing is asked of the server before somebody wants to see it.
export function lay(stage, address) {
  const there = stage.querySelector(".map");
  if (!address || !areShown()) {
    there?.remove();
  } else if (there?.getAttribute("src") !== address) {
    const map = there ?? Object.assign(document.createElement("img"), { className: "map", alt: "", loading: "lazy", decoding: "async", draggable: false });
    map.addEventListener("error", () => map.remove(), { once: true });
    map.src = address;
    stage.append(map);
  }
}
