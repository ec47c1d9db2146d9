// One pair after another. An answer is kept in the browser until the server has confirmed that it is on its disk, so that
// neither a server that went away nor a closed page loses one.
import { lay, whenSwitched } from "./maps.js";

const { observer, labelling } = document.body.dataset;
const kept = `giqa-label ${labelling} ${observer}`;
const sides = { left: document.querySelector("[data-answer=left]"), right: document.querySelector("[data-answer=right]") };
const keys = {
  ArrowLeft: "left", 1: "left", ArrowRight: "right", 2: "right",
  ArrowDown: "tie", 0: "tie", "=": "tie", s: "skip", S: "skip",
  u: "undo", U: "undo", Backspace: "undo",
};
const retryAfter = 1000;
let state = null;
let isReady = false;
let shownAt = 0;

function say(text) {
  document.getElementById("status").textContent = text;
}

async function ask(path, body) {
  const request = body === undefined
    ? {}
    : { method: "POST", headers: { "Content-Type": "application/json", "X-Giqa-Page": "1" }, body: JSON.stringify({ observer, ...body }) };
  for (;;) {
    let answer = null;
    try {
      answer = await fetch(path, request);
    } catch {
      say("The server does not answer. Your choice is kept here and sent when the server is back.");
    }
    if (answer?.ok) {
      say("");
      return answer.json();
    }
    if (answer !== null && answer.status < 500) {
      const problem = await answer.json().catch(() => ({}));
      throw new Error(problem.detail ?? `the server refused with ${answer.status}`);
    }
    await new Promise(resolve => setTimeout(resolve, retryAfter));
  }
}

async function load(side, image) {
  const [picture, missing] = [side.querySelector("img"), side.querySelector(".missing")];
  picture.src = `/images/${image}`;
  const isShown = await picture.decode().then(() => true, () => false);
  picture.hidden = !isShown;
  missing.hidden = isShown;
  picture.classList.toggle("tiny", Math.max(picture.naturalWidth, picture.naturalHeight) <= 64);
  lay(side, isShown ? `/maps/${image}` : null);
}

whenSwitched(() => {
  const [task] = state?.upcoming ?? [];
  if (task) {
    lay(sides.left, `/maps/${task.left}`);
    lay(sides.right, `/maps/${task.right}`);
  }
});

function report() {
  // Buttons come disabled: a click before the first pair is there would be lost. Between pairs they stay as they are, so that the focus does.
  document.querySelectorAll("[data-answer]").forEach(button => { button.disabled = false; });
  const done = state.judged + state.skipped;
  document.getElementById("progress").value = done;
  document.getElementById("count").textContent = `${done} of ${state.total}`;
  document.getElementById("undo").disabled = done === 0;
}

async function show(next) {
  state = next;
  const [task, ...later] = state.upcoming;
  document.getElementById("asking").hidden = !task;
  document.getElementById("done").hidden = Boolean(task);
  if (task) {
    await Promise.all([load(sides.left, task.left), load(sides.right, task.right)]);
    for (const image of later.flatMap(other => [other.left, other.right])) {
      new Image().src = `/images/${image}`;
    }
  }
  document.querySelectorAll(".chosen").forEach(element => element.classList.remove("chosen"));
  shownAt = performance.now();
  isReady = true;
  report();
}

async function act(work) {
  isReady = false;
  try {
    await show(await work());
  } catch (error) {
    say(`${error.message}. Load the page again to continue.`);
  }
}

function send(judgement) {
  localStorage.setItem(kept, JSON.stringify(judgement));
  return ask("/api/judgements", judgement).finally(() => localStorage.removeItem(kept));
}

function choose(answer) {
  if (!isReady) {
    return;
  }
  if (answer === "undo") {
    act(() => ask("/api/undo", {}));
  } else if (state.upcoming.length > 0) {
    document.querySelector(`[data-answer=${answer}]`).classList.add("chosen");
    const { pair, left, right } = state.upcoming[0];
    act(() => send({ pair, left, right, answer, milliseconds: performance.now() - shownAt }));
  }
}

document.addEventListener("click", event => {
  const button = event.target.closest("button");
  if (button) {
    choose(button.dataset.answer ?? "undo");
  }
});

document.addEventListener("keydown", event => {
  const answer = keys[event.key];
  if (answer && !event.repeat && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    choose(answer);
  }
});

const unsent = localStorage.getItem(kept);
act(() => unsent ? send(JSON.parse(unsent)) : ask(`/api/upcoming?observer=${encodeURIComponent(observer)}`));
