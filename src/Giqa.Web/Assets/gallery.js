// The gallery of all images: only what is in view exists as elements, so that ten thousand scroll as smoothly as ten.
const galleryWindow = document.getElementById("all-window");

function startGallery() {
  const index = JSON.parse(document.getElementById("all-index").textContent);
  const images = index.images.map(([name, quality, set, qualityText, scoreText], place) => ({ name, quality, set, qualityText, scoreText, place }));
  const sheet = document.getElementById("all-sheet");
  const blocks = new Map();
  const cells = new Map();
  const overscan = 3;
  // Where names repeat from folder to folder, the folder stands above the name.
  const baseOf = name => name.slice(name.lastIndexOf("/") + 1);
  const hasFolders = new Set(images.map(image => baseOf(image.name))).size < images.length;
  const captionHeight = hasFolders ? 56 : 40;
  const gap = 12;
  // So much of a name's end always stays: images of one run differ there.
  const tail = 9;
  let chosen = images;
  let layout = { columns: 1, side: 100, height: 150 };

  // What a block of a kind says of an image.
  function told(kind, place) {
    const id = `${kind}${Math.floor(place / index.block)}`;
    if (!blocks.has(id)) {
      blocks.set(id, JSON.parse(document.getElementById(id)?.textContent ?? "[]"));
    }
    return blocks.get(id)[place % index.block];
  }

  function source(place) {
    const text = told("all-", place);
    return text && `data:image/${text[0] === "p" ? "png" : "jpeg"};base64,${text.slice(1)}`;
  }

  function part(className, text) {
    const span = document.createElement("span");
    span.className = className;
    span.textContent = text;
    return span;
  }

  function cell(image) {
    const figure = document.createElement("figure");
    figure.className = "card";
    const shot = document.createElement("button");
    shot.type = "button";
    shot.className = "shot";
    shot.dataset.name = image.name;
    shot.dataset.figures = `quality ${image.qualityText}, score ${image.scoreText}`;
    const picture = document.createElement("img");
    picture.alt = `${image.name}, ${shot.dataset.figures}`;
    picture.decoding = "async";
    picture.addEventListener("load", () => markTiny(picture));
    picture.src = source(image.place) || "data:,";
    shot.append(picture);
    shot.insertAdjacentHTML("beforeend", told("all-maps-", image.place) ?? "");
    const caption = document.createElement("figcaption");
    const quality = document.createElement("span");
    quality.className = "quality";
    quality.textContent = image.qualityText;
    const name = document.createElement("span");
    name.className = "name";
    name.title = image.name;
    if (hasFolders) {
      name.append(part("folder", image.name.split("/").slice(-3, -1).join("/") || image.set));
    }
    const own = baseOf(image.name);
    const at = own.length > tail + 3 ? own.length - tail : own.length;
    const base = part("base", "");
    base.append(part("", own.slice(0, at)), part("", own.slice(at)));
    name.append(base);
    caption.append(quality, name);
    figure.append(shot, caption);
    return figure;
  }

  // Whether the pictures have to be laid out anew.
  function measure() {
    const before = layout;
    const width = galleryWindow.clientWidth - 2 * gap;
    const columns = Math.max(2, Math.floor((width + gap) / (108 + gap)));
    const side = Math.floor((width - (columns - 1) * gap) / columns);
    layout = { columns, side, height: side + captionHeight + gap };
    const whole = Math.ceil(chosen.length / columns) * layout.height + gap;
    sheet.style.height = `${whole}px`;
    // Few images need no window of the full height; two pixels are its border.
    galleryWindow.style.height = `min(80vh, 860px, ${whole + 2}px)`;
    return layout.columns !== before.columns || layout.side !== before.side;
  }

  function draw() {
    const from = Math.max(0, Math.floor(galleryWindow.scrollTop / layout.height) - overscan) * layout.columns;
    const rows = Math.ceil(galleryWindow.clientHeight / layout.height) + 2 * overscan;
    const to = Math.min(chosen.length, from + rows * layout.columns);
    for (const [place, element] of cells) {
      if (place < from || place >= to) {
        element.remove();
        cells.delete(place);
      }
    }
    for (let place = from; place < to; place++) {
      if (!cells.has(place)) {
        const element = cell(chosen[place]);
        element.style.width = `${layout.side}px`;
        element.style.left = `${gap + (place % layout.columns) * (layout.side + gap)}px`;
        element.style.top = `${gap + Math.floor(place / layout.columns) * layout.height}px`;
        cells.set(place, element);
        const next = [...sheet.children].find(other => Number(other.dataset.place) > place);
        element.dataset.place = place;
        sheet.insertBefore(element, next ?? null);
      }
    }
  }

  function again() {
    cells.forEach(element => element.remove());
    cells.clear();
    measure();
    draw();
  }

  const orders = {
    best: (a, b) => a.place - b.place,
    worst: (a, b) => b.place - a.place,
    name: (a, b) => new Intl.Collator(undefined, { numeric: true }).compare(a.name, b.name),
  };

  function choose() {
    const text = document.getElementById("all-name").value.toLowerCase();
    const from = document.getElementById("all-from").valueAsNumber;
    const to = document.getElementById("all-to").valueAsNumber;
    const set = document.getElementById("all-set")?.value ?? "*";
    chosen = images
      .filter(image => image.name.toLowerCase().includes(text) && !(image.quality < from) && !(image.quality > to) && (set === "*" || image.set === set))
      .sort(orders[document.getElementById("all-order").value]);
    document.getElementById("all-count").textContent = `${chosen.length.toLocaleString("en")} shown`;
    galleryWindow.scrollTop = 0;
    again();
  }

  let isWaiting = false;
  galleryWindow.addEventListener("scroll", () => {
    if (!isWaiting) {
      isWaiting = true;
      requestAnimationFrame(() => {
        isWaiting = false;
        draw();
      });
    }
  }, { passive: true });
  const filters = document.getElementById("all-filters");
  filters.hidden = false;
  filters.addEventListener("input", choose);
  // Without a need the pictures stay: one of them may have the focus.
  new ResizeObserver(() => measure() ? again() : draw()).observe(galleryWindow);
  choose();
}

if (galleryWindow) {
  startGallery();
}
