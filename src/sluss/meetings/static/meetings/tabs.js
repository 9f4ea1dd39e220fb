// On a phone the row of tabs is wider than the screen: the one that is open is brought into view.
"use strict";
const tabs = document.querySelector(".tabs");
const open = tabs?.querySelector("[aria-current]");
if (open) tabs.scrollLeft = open.offsetLeft - (tabs.clientWidth - open.clientWidth) / 2;
