// The marks of the map, drawn once each: monuments by grade with their digit, groups with the worst grade inside, sites,
// incidents, cameras, and names in the fonts of the page, which shape Arabic as the map library cannot.

import { ink } from "./ink.js";

const GRADES = ["--z-g0", "--z-g1", "--z-g2", "--z-g3", "--z-g4", "--z-g5"].map(ink);
const DIGITS = ["--z-t0", "--z-t1", "--z-t2", "--z-t3", "--z-t4", "--z-t5"].map(ink);
const FONT = '"IBM Plex Sans", "IBM Plex Sans Arabic", sans-serif';
const RATIO = 2;

/**
 * @param {number} width In CSS pixels.
 * @param {number} height
 * @param {(pen: CanvasRenderingContext2D) => void} draw
 */
function picture(width, height, draw) {
  const canvas = document.createElement("canvas");
  canvas.width = Math.ceil(width * RATIO);
  canvas.height = Math.ceil(height * RATIO);
  const pen = canvas.getContext("2d");
  if (!pen) throw new Error("this browser draws no canvas");
  pen.scale(RATIO, RATIO);
  draw(pen);
  return pen.getImageData(0, 0, canvas.width, canvas.height);
}

/**
 * A disc in the colour of a grade.
 * @param {CanvasRenderingContext2D} pen
 * @param {number} number The grade, or -1 for what was not assessed or is not told.
 * @param {number} size
 */
function disc(pen, number, size) {
  pen.beginPath();
  pen.arc(size / 2, size / 2, size / 2 - 1.5, 0, 7);
  pen.fillStyle = number < 0 ? ink("--z-surface") : GRADES[number];
  pen.fill();
  pen.lineWidth = 1.5;
  pen.strokeStyle = ink("--z-mark");
  pen.stroke();
  pen.fillStyle = number < 0 ? ink("--z-ink") : DIGITS[number];
  pen.textAlign = "center";
  pen.textBaseline = "middle";
}

/** One monument. @param {number} number */
function mark(number) {
  return picture(26, 26, (pen) => {
    disc(pen, number, 26);
    pen.font = `600 12px ${FONT}`;
    pen.fillText(number < 0 ? "–" : String(number), 13, 13.5);
  });
}

/** 12,345 as 12k, so that it fits. @param {number} count */
const short = (count) => (count < 1000 ? String(count) : `${Math.round(count / 1000)}k`);

/**
 * Several monuments: the worst grade inside and how many stand in it, below them how many there are.
 * @param {number} worst
 * @param {number} atWorst
 * @param {number} count
 */
function group(worst, atWorst, count) {
  const size = count < 10 ? 38 : count < 100 ? 44 : count < 10_000 ? 50 : 58;
  return picture(size, size, (pen) => {
    disc(pen, worst, size);
    if (worst < 0) {
      pen.font = `600 13px ${FONT}`;
      pen.fillText(short(count), size / 2, size / 2 + 0.5);
      return;
    }
    pen.font = `600 13px ${FONT}`;
    pen.fillText(`${worst}·${short(atWorst)}`, size / 2, size / 2 - 5);
    pen.font = `400 11px ${FONT}`;
    pen.fillText(`/ ${short(count)}`, size / 2, size / 2 + 8);
  });
}

/** A square for a site, with the number of sites that stand under it. @param {number} count */
function site(count) {
  return picture(26, 26, (pen) => {
    pen.fillStyle = ink("--z-surface");
    pen.fillRect(2, 2, 22, 22);
    pen.lineWidth = 2;
    pen.strokeStyle = ink("--z-accent");
    pen.strokeRect(2, 2, 22, 22);
    pen.fillStyle = ink("--z-ink");
    pen.font = `600 12px ${FONT}`;
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    pen.fillText(count > 1 ? String(count) : "◆", 13, 13.5);
  });
}

/** A triangle with an exclamation mark: something happened here. */
function incident() {
  return picture(22, 22, (pen) => {
    pen.beginPath();
    pen.moveTo(11, 2);
    pen.lineTo(21, 20);
    pen.lineTo(1, 20);
    pen.closePath();
    pen.fillStyle = ink("--z-surface");
    pen.fill();
    pen.lineWidth = 1.5;
    pen.strokeStyle = ink("--z-ink");
    pen.stroke();
    pen.fillStyle = ink("--z-ink");
    pen.font = `700 12px ${FONT}`;
    pen.textAlign = "center";
    pen.fillText("!", 11, 18);
  });
}

/** Where a camera stood: with its field of view, north up, where it is known which way it looked. @param {boolean} looks */
function camera(looks) {
  return picture(64, 64, (pen) => {
    if (looks) {
      pen.beginPath();
      pen.moveTo(32, 32);
      pen.arc(32, 32, 30, (-115 * Math.PI) / 180, (-65 * Math.PI) / 180);
      pen.closePath();
      pen.globalAlpha = 0.3;
      pen.fillStyle = ink("--z-accent");
      pen.fill();
      pen.globalAlpha = 1;
    }
    pen.beginPath();
    pen.arc(32, 32, 5, 0, 7);
    pen.fillStyle = ink("--z-accent");
    pen.fill();
    pen.lineWidth = 1.5;
    pen.strokeStyle = ink("--z-surface");
    pen.stroke();
  });
}

function hatch() {
  return picture(12, 12, (pen) => {
    pen.strokeStyle = ink("--z-danger");
    pen.lineWidth = 1.4;
    for (const shift of [-12, 0, 12]) {
      pen.beginPath();
      pen.moveTo(shift, 12);
      pen.lineTo(shift + 12, 0);
      pen.stroke();
    }
  });
}

/** Points, for burial grounds. */
function dotted() {
  return picture(10, 10, (pen) => {
    pen.fillStyle = ink("--z-plan-line");
    pen.fillRect(2, 2, 1.5, 1.5);
    pen.fillRect(7, 7, 1.5, 1.5);
  });
}

/**
 * A name with a rim of paper, so that it is read over everything.
 * @param {string} text
 * @param {boolean} quiet Of the site plan, not of a monument.
 */
function name(text, quiet) {
  const font = quiet ? `italic 400 12px ${FONT}` : `600 12px ${FONT}`;
  const probe = document.createElement("canvas").getContext("2d");
  if (!probe) throw new Error("this browser draws no canvas");
  probe.font = font;
  const short = text.length > 32 ? `${text.slice(0, 31)}…` : text;
  return picture(probe.measureText(short).width + 8, 20, (pen) => {
    pen.font = font;
    pen.textBaseline = "middle";
    pen.lineJoin = "round";
    pen.lineWidth = 3.5;
    pen.strokeStyle = ink("--z-paper");
    pen.strokeText(short, 4, 10);
    pen.fillStyle = ink(quiet ? "--z-quiet" : "--z-ink");
    pen.fillText(short, 4, 10);
  });
}

/**
 * The mark with this name, such as "group 4 2 17" or "name Temple of Bel".
 * @param {string} id
 * @returns {ImageData | null}
 */
function drawn(id) {
  const [kind, ...rest] = id.split(" ");
  const [one, two, three] = rest.map(Number);
  if (kind === "mark") return mark(one);
  if (kind === "group") return group(one, two, three);
  if (kind === "site") return site(one);
  if (kind === "incident") return incident();
  if (kind === "camera") return camera(rest[0] === "looks");
  if (kind === "hatch") return hatch();
  if (kind === "dotted") return dotted();
  if (kind === "name" || kind === "quiet") return name(rest.join(" "), kind === "quiet");
  return null;
}

/** Draw the marks of a map as it asks for them. @param {import("maplibre-gl").Map} map */
export function drawMarks(map) {
  map.setMissingStyleImageResolver((/** @type {string} */ id) => {
    const image = drawn(id);
    if (image) map.addImage(id, image, { pixelRatio: RATIO });
  });
}
