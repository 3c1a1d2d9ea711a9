// The map beside the list of venues. The list is the page; this draws what it says.
(() => {
  "use strict";
  const L = window.L;
  const place = document.querySelector("[data-map]");
  if (!L || !place) return;
  document.querySelector("[data-map-side]").hidden = false;

  const spots = [...document.querySelectorAll("[data-spot]")].map((line) => ({
    line,
    at: L.latLng(Number(line.dataset.lat), Number(line.dataset.lng)),
    count: Number(line.dataset.count),
    link: line.querySelector("[data-spot-name]"),
    words: line.querySelector("[data-spot-count]").textContent,
    street: line.closest("section").dataset.street,
  }));
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = L.map(place, { zoomControl: false, zoomAnimation: !still, fadeAnimation: !still, markerZoomAnimation: !still, maxZoom: 18 });
  map.attributionControl.setPrefix(false);
  L.control.zoom({ zoomInTitle: place.dataset.zoomIn, zoomOutTitle: place.dataset.zoomOut }).addTo(map);
  L.control.scale({ imperial: false }).addTo(map);

  const labels = [];
  if (place.dataset.tiles) {
    const thanks = document.createElement("span");
    thanks.textContent = place.dataset.attribution;
    L.tileLayer(place.dataset.tiles, { attribution: thanks.innerHTML, referrerPolicy: "strict-origin", maxZoom: 18 }).addTo(map);
  } else {
    // No tiles: a net of lines, and the streets by their names where their venues lie.
    const Net = L.GridLayer.extend({ createTile: () => L.DomUtil.create("div", "map-tile") });
    new Net({ tileSize: 128 }).addTo(map);
    const streets = new Map();
    for (const spot of spots.filter((each) => each.street)) streets.set(spot.street, [...(streets.get(spot.street) || []), spot.at]);
    for (const [name, all] of [...streets].sort((one, other) => other[1].length - one[1].length)) {
      const label = document.createElement("span");
      label.textContent = name;
      const icon = L.divIcon({ className: "map-street", html: label, iconSize: [120, 20], iconAnchor: [60, 40] });
      labels.push(L.marker(L.latLngBounds(all).getCenter(), { icon, interactive: false, keyboard: false, zIndexOffset: -10000 }).addTo(map));
    }
  }

  // A name stands above its venues, else below or beside them, wherever neither a pin nor another name lies; else
  // nowhere. The street with more venues chooses first.
  const PLACES = [[0, 0], [0, 60], [-58, 30], [58, 30], [0, -22], [0, 82], [-80, 30], [80, 30]];
  const nameStreets = () => {
    const taken = [...place.querySelectorAll(".map-pin")].map((each) => each.getBoundingClientRect());
    for (const label of labels) {
      const sign = label.getElement();
      const words = sign.firstElementChild;
      words.style.transform = "";
      const box = words.getBoundingClientRect();
      const at = ([x, y]) => new DOMRect(box.x + x, box.y + y, box.width, box.height);
      const isFree = (one) => taken.every((other) => one.right <= other.left || other.right <= one.left || one.bottom <= other.top || other.bottom <= one.top);
      const found = PLACES.find((way) => isFree(at(way)));
      sign.classList.toggle("is-covered", !found);
      if (!found) continue;
      words.style.transform = `translate(${found[0]}px, ${found[1]}px)`;
      taken.push(at(found));
    }
  };

  // Venues closer together than a finger is wide stand as one.
  const REACH = 44;
  const pins = L.layerGroup().addTo(map);
  let opener = null;
  const draw = () => {
    pins.clearLayers();
    const groups = [];
    for (const spot of spots) {
      const point = map.project(spot.at);
      const near = groups.find((group) => group.point.distanceTo(point) < REACH);
      if (near) near.spots.push(spot);
      else groups.push({ point, spots: [spot] });
    }
    for (const group of groups) pins.addLayer(pin(group.spots));
  };

  const pin = (group) => {
    const many = group.length > 1;
    const count = group.reduce((sum, spot) => sum + spot.count, 0);
    const size = count > 99 ? 44 : 34;
    const text = document.createElement("span");
    text.textContent = count;
    const icon = L.divIcon({ className: `map-pin${many ? " is-many" : ""}`, html: text, iconSize: [size, size] });
    const marker = L.marker(L.latLngBounds(group.map((spot) => spot.at)).getCenter(), { icon, riseOnHover: true });
    const name = many ? place.dataset.many.replace("%s", group.length) : `${group[0].link.textContent} ${group[0].words}`;
    marker.on("add", () => marker.getElement().setAttribute("aria-label", name));
    const together = L.latLngBounds(group.map((spot) => spot.at));
    if (many && map.getZoom() < map.getMaxZoom() && !together.getNorthEast().equals(together.getSouthWest())) {
      marker.on("click keypress", (event) => {
        if (event.type === "click" || event.originalEvent.key === "Enter") map.fitBounds(together.pad(0.3));
      });
    } else {
      marker.bindPopup(() => card(group), { closeButton: true, autoPan: !still });
      marker.on("popupopen", () => (opener = marker.getElement()));
      marker.on("popupopen", () => group.forEach((spot) => spot.line.classList.add("is-shown")));
      marker.on("popupclose", () => group.forEach((spot) => spot.line.classList.remove("is-shown")));
    }
    return marker;
  };

  const card = (group) => {
    const list = document.createElement("ul");
    for (const spot of group.slice(0, 20)) {
      const line = list.appendChild(document.createElement("li"));
      const link = line.appendChild(document.createElement("a"));
      link.href = spot.link.href;
      link.textContent = spot.link.textContent;
      line.append(` ${spot.words}`);
    }
    return list;
  };

  place.addEventListener("keydown", (event) => {
    const card = map.getPane("popupPane").firstElementChild;
    if (event.key !== "Escape" || !card || !opener) return;
    map.closePopup();
    opener.focus();
  });

  map.fitBounds(L.latLngBounds(spots.map((spot) => spot.at)).pad(0.15), { maxZoom: 15, animate: false });
  draw();
  nameStreets();
  map.on("zoomend", () => {
    draw();
    nameStreets();
  });
})();
