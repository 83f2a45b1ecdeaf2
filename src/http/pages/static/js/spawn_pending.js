// Follow the start of a server, and go on to it when it is ready.
document.addEventListener("DOMContentLoaded", () => {
  const page = document.getElementById("spawn-pending");
  const bar = document.getElementById("progress-bar");
  const message = document.getElementById("progress-message");
  const log = document.getElementById("progress-log");
  const details = document.getElementById("progress-details");
  const events = new EventSource(page.dataset.progressUrl);
  let over = false;

  function note(words) {
    if (!words) return;
    message.textContent = words;
    const line = document.createElement("div");
    line.className = "progress-log-event";
    line.textContent = words;
    log.append(line);
    log.scrollTop = log.scrollHeight;
  }

  events.addEventListener("message", (event) => {
    const told = JSON.parse(event.data);
    if (told.progress !== undefined) {
      bar.setAttribute("aria-valuenow", told.progress);
      bar.style.width = `${told.progress}%`;
    }
    if (told.ready) note("Ready. Opening it…");
    else note(told.message);
    if (!told.ready && !told.failed) return;
    over = true;
    events.close();
    if (told.failed) {
      bar.classList.add("bg-danger");
      details.open = true;
    }
    // The page that this address has now says what to do, or leads on.
    window.setTimeout(() => window.location.reload(), told.failed ? 1500 : 0);
  });
  events.addEventListener("error", () => {
    if (over || events.readyState !== EventSource.CLOSED) return;
    over = true;
    window.setTimeout(() => window.location.reload(), 2000);
  });

  document.getElementById("stop-server").addEventListener("submit", () => {
    over = true;
    events.close();
    message.textContent = "Stopping…";
  });
});
