// Where people sign in.
(() => {
  const warning = document.getElementById("insecure-login-warning");
  if (warning && !window.isSecureContext) warning.hidden = false;

  const password = document.getElementById("password_input");
  const toggle = document.getElementById("toggle_password_visibility");
  if (password && toggle) {
    toggle.hidden = false;
    toggle.setAttribute("aria-label", "Show password");
    toggle.addEventListener("click", () => {
      const shown = password.type === "password";
      password.type = shown ? "text" : "password";
      toggle.textContent = shown ? "Hide" : "Show";
      toggle.setAttribute("aria-pressed", String(shown));
    });
  }
})();
