"use strict";

const ROWS_KEPT = 200;
const REFRESH_MS = 5000;
const page = document.body.dataset.page;
const help = document.getElementById("help");

// Keys: only where nobody is typing.
const go = { e: "/", l: "/live", r: "/relations", t: "/throughput" };

function step(by) {
  const rows = [...document.querySelectorAll(".row .open")].filter((row) => row.offsetParent);
  if (!rows.length) return;
  const now = rows.indexOf(document.activeElement);
  const next = now < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.min(Math.max(now + by, 0), rows.length - 1);
  rows[next].focus({ focusVisible: true });
  rows[next].scrollIntoView({ block: "nearest" });
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const typing = event.target.closest("input, select, textarea");
  if (typing) {
    if (event.key === "Escape") typing.blur();
    return;
  }
  if (help.open && event.key !== "?") return;
  const keys = {
    "/": () => document.querySelector("[data-search]")?.select(),
    "?": () => (help.open ? help.close() : help.showModal()),
    j: () => step(1),
    k: () => step(-1),
    n: () => document.querySelector("a[rel=next]")?.click(),
    p: () => document.querySelector("a[rel=prev]")?.click(),
    u: () => history.back(),
  };
  const act = keys[event.key] ?? (Object.hasOwn(go, event.key) ? () => location.assign(go[event.key]) : null);
  if (!act) return;
  event.preventDefault();
  act();
});

document.getElementById("help-button").addEventListener("click", () => help.showModal());

// Empty fields need not stand in an address that people share.
for (const form of document.querySelectorAll("form[method=get]")) {
  form.addEventListener("formdata", (event) => {
    for (const name of new Set(event.formData.keys())) {
      const held = event.formData.getAll(name).filter((value) => value !== "");
      event.formData.delete(name);
      for (const value of held) event.formData.append(name, value);
    }
  });
}

function follow(list) {
  const state = document.getElementById("state");
  const arrived = document.getElementById("arrived");
  const waiting = document.getElementById("waiting");
  let count = 0;
  const source = new EventSource(list.dataset.stream);
  source.onopen = () => { state.textContent = "Live."; };
  source.onerror = () => { state.textContent = "The console does not answer; trying again."; };
  state.textContent = "Connecting.";
  const show = (event) => {
    const fresh = document.createElement("template");
    fresh.innerHTML = event.data; // the console's own row: it has escaped what strangers wrote
    const row = fresh.content.querySelector(".row");
    for (const old of list.children) if (old.dataset.id === row.dataset.id) old.remove();
    row.classList.add("arrived");
    list.prepend(row);
    while (list.children.length > ROWS_KEPT) list.lastElementChild.remove();
    waiting.hidden = true;
    count += 1;
    arrived.textContent = `${count} since this page was opened.`;
  };
  for (const what of ["new", "revised", "withdrawn"]) source.addEventListener(what, show);
}

async function refresh() {
  try {
    const answer = await fetch(location.href);
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    document.getElementById("main").replaceWith(fresh.getElementById("main"));
  } catch {
    // the console is not there for now: the next try may find it
  }
}

if (page === "live") follow(document.getElementById("live"));
if (page === "throughput") setInterval(refresh, REFRESH_MS);
