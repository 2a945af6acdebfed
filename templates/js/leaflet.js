// Leaving quickly: the neutral page takes the place of this one, so that "back" does not return here.
// Nothing is stored and nothing is sent. Without this script the link is a link.
(function () {
  "use strict";
  var leave = document.getElementById("leave");
  var keys = document.querySelector(".exit .keys");
  var last = 0;
  function go() {
    document.documentElement.hidden = true;
    location.replace(leave.href);
  }
  leave.addEventListener("click", function (event) {
    event.preventDefault();
    go();
  });
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape" && event.key !== "Esc") {
      last = 0;
    } else if (!event.repeat) {
      if (last && event.timeStamp - last < 2000) {
        go();
      }
      last = event.timeStamp;
    }
  });
  keys.hidden = false;
})();
