/** Reading a QR code with the camera, where the browser itself can. */

interface Detector {
  detect(source: HTMLVideoElement): Promise<{ rawValue: string }[]>
}

type DetectorClass = new (options: { formats: string[] }) => Detector

const EVERY_MS = 250

function detectorClass(): DetectorClass | undefined {
  return (globalThis as { BarcodeDetector?: DetectorClass }).BarcodeDetector
}

export function canScan(): boolean {
  return detectorClass() !== undefined && navigator.mediaDevices !== undefined
}

/** What the first code seen says; null when stopped. Throws when there is no camera. */
export async function scanCode(film: HTMLVideoElement, stopped: AbortSignal): Promise<string | null> {
  const Detectors = detectorClass()
  if (!Detectors) throw new Error('no detector')
  const detector = new Detectors({ formats: ['qr_code'] })
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } })
  try {
    film.srcObject = stream
    await film.play()
    while (!stopped.aborted) {
      const [seen] = await detector.detect(film)
      if (seen) return seen.rawValue
      await new Promise((resolve) => setTimeout(resolve, EVERY_MS))
    }
    return null
  } finally {
    stream.getTracks().forEach((track) => track.stop())
    film.srcObject = null
  }
}
