// Looks for QR codes: through the camera where the page may (only with TLS), in a photo everywhere. The browser's own
// detector first, where it has one.
import decodeQR from "../vendor/qr/decode.js";

const BETWEEN = 120;
const WIDEST = 720;
const WIDEST_PHOTO = 1600;

export const hasCamera = () => Boolean(navigator.mediaDevices && navigator.mediaDevices.getUserMedia);

async function ownDetector() {
  if (!("BarcodeDetector" in globalThis)) return null;
  try {
    const formats = await globalThis.BarcodeDetector.getSupportedFormats();
    return formats.includes("qr_code") ? new globalThis.BarcodeDetector({ formats: ["qr_code"] }) : null;
  } catch {
    return null;
  }
}

function decoded(source, width, height, widest) {
  const scale = Math.min(1, widest / Math.max(width, height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.drawImage(source, 0, 0, canvas.width, canvas.height);
  try {
    return decodeQR(context.getImageData(0, 0, canvas.width, canvas.height));
  } catch {
    return "";
  }
}

// The text of the QR code in a picture file; "" when none is found, at whatever size.
export async function readPhoto(file) {
  const picture = await createImageBitmap(file);
  for (const widest of [WIDEST_PHOTO, WIDEST]) {
    const text = decoded(picture, picture.width, picture.height, widest);
    if (text) return text;
  }
  return "";
}

export class Camera {
  // `onText(text)` is called for every code that is seen.
  constructor(video, onText) {
    this.video = video;
    this.onText = onText;
    this.stream = null;
  }

  // Throws what the browser says when it does not let us.
  async start() {
    this.detector = await ownDetector();
    const wanted = { video: { facingMode: "environment", width: { ideal: 1280 } }, audio: false };
    this.stream = await navigator.mediaDevices.getUserMedia(wanted);
    this.video.srcObject = this.stream;
    await this.video.play();
    this.look();
  }

  stop() {
    clearTimeout(this.timer);
    for (const track of this.stream ? this.stream.getTracks() : []) track.stop();
    this.stream = null;
    this.video.srcObject = null;
  }

  get canShine() {
    const track = this.stream && this.stream.getVideoTracks()[0];
    return Boolean(track && track.getCapabilities && track.getCapabilities().torch);
  }

  shine(on) {
    return this.stream.getVideoTracks()[0].applyConstraints({ advanced: [{ torch: on }] });
  }

  async look() {
    if (!this.stream) return;
    if (this.video.readyState >= 2) {
      const text = await this.seen();
      if (text && this.stream) this.onText(text);
    }
    this.timer = setTimeout(() => this.look(), BETWEEN);
  }

  async seen() {
    if (!this.detector) return decoded(this.video, this.video.videoWidth, this.video.videoHeight, WIDEST);
    try {
      const [code] = await this.detector.detect(this.video);
      return code ? code.rawValue : "";
    } catch {
      this.detector = null;
      return "";
    }
  }
}
