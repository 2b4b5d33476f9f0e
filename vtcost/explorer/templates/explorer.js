// Sends what is typed to the kernel and shows what comes back; nothing is computed here.
"use strict";
const TARGET = "vtcost.explorer";
const CALM = 700; // Milliseconds without a change before a screen reader is told.
const SAID = 7000; // Milliseconds after which what was told is taken away: it stands elsewhere on the page.
const main = document.querySelector("main");
const at = (id) => document.getElementById(id);
const session = crypto.randomUUID();
const comm = crypto.randomUUID();
const dutch = new Intl.NumberFormat("nl-NL", { maximumFractionDigits: 4 });
let values = {}; // What was typed or moved, by parameter; the rest is as in the memo.
let region = at("regio").value;
let typing = null; // The field in which something stands that was not sent yet.
let open = false, busy = false, waiting = null, calm = null, links = [];

function send(type, content) {
  const header = { msg_id: crypto.randomUUID(), msg_type: type, username: "", session, version: "5.3", date: new Date().toISOString() };
  socket.send(JSON.stringify({ header, parent_header: {}, metadata: {}, content, channel: "shell", buffers: [] }));
}

// One question at a time: while it is being answered only the last change is kept.
function ask(question) {
  waiting = question;
  if (!open || busy) return;
  busy = true;
  waiting = null;
  send("comm_msg", { comm_id: comm, data: { kind: "outcome", ...question } });
}

function changed() {
  ask({ region, values: { ...values } });
}

function field(name, state) {
  const input = document.querySelector(`[data-field="${CSS.escape(name)}"]`);
  const slider = document.querySelector(`[data-slider="${CSS.escape(name)}"]`);
  const memo = document.querySelector(`[data-memo="${CSS.escape(name)}"]`);
  if (!input) return;
  // Whoever is typing is not interrupted by the answer to an earlier change.
  if (name !== typing) input.value = state.text;
  input.setAttribute("aria-invalid", state.error ? "true" : "false");
  at(`fout_${name}`).textContent = state.error ?? "";
  memo.textContent = state.memo ? `Standaard: ${state.memo}.` : state.text === "" ? "Niet ingevuld." : "";
  if (!slider) return;
  slider.classList.toggle("unset", state.text === "");
  if (document.activeElement !== slider && state.slider != null) slider.value = state.slider;
  slider.setAttribute("aria-valuetext", state.text === "" ? "niet ingevuld" : `${state.text} ${slider.dataset.unit}`);
}

function show(answer) {
  if (answer.controls !== undefined) at("schuiven").innerHTML = answer.controls;
  for (const [name, state] of Object.entries(answer.fields ?? {})) field(name, state);
  const right = answer.error === undefined;
  main.classList.toggle("stale", !right);
  at("fout").innerHTML = answer.error ?? "";
  for (const id of ["kopieer", "maak"]) at(id).setAttribute("aria-disabled", String(!right || (id === "maak" && making)));
  if (right) {
    at("bevinding").innerHTML = answer.finding;
    at("tabel").innerHTML = answer.table;
    at("grafiek").innerHTML = answer.chart;
    at("opdracht").textContent = answer.command;
  }
  at("gekopieerd").textContent = "";
  clearTimeout(calm);
  calm = setTimeout(() => tell(right ? ["bevinding"] : ["fout", "oud"]), CALM);
}

// With the markup: an English detail is read as English.
function tell(ids) {
  clearTimeout(calm);
  at("melding").innerHTML = ids.map((id) => at(id).innerHTML).join(" ");
  calm = setTimeout(() => at("melding").replaceChildren(), SAID);
}

// The finding is always in view: what gets the focus must not come to lie under it.
function free() {
  const stays = getComputedStyle(at("stand")).position === "sticky";
  document.documentElement.style.scrollPaddingTop = stays ? `${at("stand").offsetHeight + 12}px` : "";
}
new ResizeObserver(free).observe(at("stand"));
addEventListener("resize", free);

function lost() {
  open = false;
  at("fout").textContent = "De verbinding met de verkenner is verbroken. Laad deze bladzijde opnieuw, of start de verkenner opnieuw.";
  tell(["fout", "oud"]);
  main.classList.add("stale");
}

let making = false;
function made(answer) {
  making = false;
  at("maak").setAttribute("aria-disabled", "false");
  for (const link of links) URL.revokeObjectURL(link);
  links = [];
  at("bestanden").replaceChildren();
  if (answer.error) {
    at("gemaakt").textContent = `${answer.error} `;
    if (answer.detail) {
      const detail = document.createElement("span");
      detail.lang = "en";
      detail.textContent = answer.detail;
      at("gemaakt").append(detail);
    }
    return;
  }
  for (const file of answer.files) {
    const bytes = Uint8Array.from(atob(file.content), (letter) => letter.charCodeAt(0));
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([bytes], { type: file.type }));
    link.download = file.name;
    link.textContent = file.label;
    links.push(link.href);
    const item = document.createElement("li");
    item.append(link);
    at("bestanden").append(item);
  }
  at("gemaakt").textContent = `De memo is klaar. Gemaakt met: ${answer.command}`;
}

const socket = new WebSocket(`${location.origin.replace("http", "ws")}/api/kernels/${main.dataset.kernel}/channels?session_id=${session}`);
socket.addEventListener("open", () => {
  send("comm_open", { comm_id: comm, target_name: TARGET, data: {} });
  open = true;
  main.dataset.ready = "";
  if (waiting) ask(waiting);
});
socket.addEventListener("close", lost);
socket.addEventListener("message", (event) => {
  if (typeof event.data !== "string") return;
  const message = JSON.parse(event.data);
  if (message.header.msg_type === "comm_close" && message.content.comm_id === comm) lost();
  if (message.header.msg_type !== "comm_msg" || message.content.comm_id !== comm) return;
  const answer = message.content.data;
  if (answer.kind === "memo") {
    made(answer);
    return;
  }
  busy = false;
  if (waiting) {
    // Already moved on, but what is known is shown: the outcome follows while a slider moves.
    if (answer.region === region) show(answer);
    ask(waiting);
  } else show(answer);
});

document.addEventListener("input", (event) => {
  const name = event.target.dataset.slider;
  typing = event.target.dataset.field ?? null;
  if (name === undefined) return;
  values[name] = dutch.format(event.target.value);
  at(`veld_${name}`).value = values[name];
  changed();
});
document.addEventListener("change", (event) => {
  const name = event.target.dataset.field;
  if (name === undefined) return;
  typing = null;
  values[name] = event.target.value;
  changed();
});
at("regio").addEventListener("change", (event) => {
  region = event.target.value;
  values = {};
  ask({ region });
});
at("terug").addEventListener("click", () => {
  values = {};
  changed();
});
at("kopieer").addEventListener("click", async () => {
  if (at("kopieer").getAttribute("aria-disabled") === "true") return;
  try {
    await navigator.clipboard.writeText(at("opdracht").textContent);
    at("gekopieerd").textContent = "De opdracht is gekopieerd.";
  } catch {
    getSelection().selectAllChildren(at("opdracht"));
    at("gekopieerd").textContent = "De opdracht is geselecteerd. Kopieer met Ctrl+C.";
  }
});
at("maak").addEventListener("click", () => {
  if (at("maak").getAttribute("aria-disabled") === "true" || !open) return;
  making = true;
  at("maak").setAttribute("aria-disabled", "true");
  at("gemaakt").textContent = "De memo wordt gemaakt. Dat duurt een halve minuut.";
  send("comm_msg", { comm_id: comm, data: { kind: "memo", region, values } });
});

// The kernel goes with the page; what is left behind is culled by the server.
addEventListener("pagehide", () => {
  const form = new FormData();
  form.append("_xsrf", document.cookie.match(/\b_xsrf=([^;]*)/)?.[1] ?? "");
  navigator.sendBeacon(`/voila/api/shutdown/${main.dataset.kernel}`, form);
});
addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });

// The key to this page does not have to stand in the address bar and the history.
if (location.search) history.replaceState(null, "", location.pathname);
for (const [name, state] of Object.entries(JSON.parse(at("velden").textContent))) field(name, state);
