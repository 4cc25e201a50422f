/**
 * From what a browser measures (WGS-84) to what maps in the mainland are drawn in (GCJ-02).
 *
 * The publicly known approximation on the Krasovsky ellipsoid; off by a few metres at most, which
 * is nothing beside the distance to a hall. Done here, so that no map service learns who asks.
 */

/** Longitude and latitude in degrees. */
export type Coordinates = [number, number]

const AXIS = 6_378_245
const ECCENTRICITY = 0.006_693_421_622_965_943

export function toGcj02([longitude, latitude]: Coordinates): Coordinates {
  if (!isInMainland(longitude, latitude)) return [longitude, latitude]
  const [x, y] = [longitude - 105, latitude - 35]
  const angle = (latitude / 180) * Math.PI
  const flattening = 1 - ECCENTRICITY * Math.sin(angle) ** 2
  const perDegreeEast = ((AXIS / Math.sqrt(flattening)) * Math.cos(angle) * Math.PI) / 180
  const perDegreeNorth = ((AXIS * (1 - ECCENTRICITY)) / flattening ** 1.5) * (Math.PI / 180)
  return [longitude + shiftEast(x, y) / perDegreeEast, latitude + shiftNorth(x, y) / perDegreeNorth]
}

/** The box outside which GCJ-02 is not used. */
function isInMainland(longitude: number, latitude: number): boolean {
  return longitude > 72.004 && longitude < 137.8347 && latitude > 0.8293 && latitude < 55.8271
}

function wave(value: number, period: number): number {
  return Math.sin((value / period) * Math.PI)
}

function shiftEast(x: number, y: number): number {
  const plain = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * Math.sqrt(Math.abs(x))
  const short = 20 * wave(x, 1 / 6) + 20 * wave(x, 1 / 2)
  const middle = 20 * wave(x, 1) + 40 * wave(x, 3)
  const long = 150 * wave(x, 12) + 300 * wave(x, 30)
  return plain + ((short + middle + long) * 2) / 3
}

function shiftNorth(x: number, y: number): number {
  const plain = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * Math.sqrt(Math.abs(x))
  const short = 20 * wave(x, 1 / 6) + 20 * wave(x, 1 / 2)
  const middle = 20 * wave(y, 1) + 40 * wave(y, 3)
  const long = 160 * wave(y, 12) + 320 * wave(y, 30)
  return plain + ((short + middle + long) * 2) / 3
}
