/** What a state feels like; the colours are those of `ToneTag`. */
export type Tone = 'quiet' | 'waiting' | 'working' | 'paused' | 'good' | 'bad'
