/** «113.3612, 23.1247» as longitude and latitude, in degrees. */

export interface ParsedLocation {
  value: [number, number] | null
  trouble: string | null
}

export function parseLocation(text: string): ParsedLocation {
  const parts = text.trim().split(/[,，\s]+/).filter(Boolean)
  if (parts.length === 0) return { value: null, trouble: null }
  const [longitude, latitude] = parts.map(Number)
  if (parts.length !== 2 || !Number.isFinite(longitude) || !Number.isFinite(latitude)) {
    return { value: null, trouble: '请写两个数：经度, 纬度。' }
  }
  const pair: [number, number] = [longitude as number, latitude as number]
  if (pair[0] < 60 && pair[1] > 60) return { value: null, trouble: '经度写在前面，纬度写在后面。' }
  const fits = Math.abs(pair[0]) <= 180 && Math.abs(pair[1]) <= 90
  return fits ? { value: pair, trouble: null } : { value: null, trouble: '经纬度超出范围。' }
}
