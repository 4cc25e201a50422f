/**
 * One video call between a citizen and who speaks with them: signals over our WebSocket, picture
 * and sound from browser to browser. The staff's side calls, the citizen's side answers.
 */

export type Role = 'staff' | 'citizen'

export interface CallEvents {
  onLocal: (stream: MediaStream) => void
  onRemote: (stream: MediaStream) => void
  onState: (words: string) => void
  /** The call is over, for the reason given in Chinese; empty when it simply ended. */
  onEnd: (reason: string) => void
}

type Signal = {
  type: string
  sdp?: string
  candidate?: RTCIceCandidateInit
  ice_servers?: RTCIceServer[]
}

/** What to tell somebody whose camera or microphone cannot be used. */
export function deviceProblem(error: unknown): string {
  const name = error instanceof Error ? error.name : ''
  if (name === 'NotAllowedError') return '没有得到使用摄像头和麦克风的许可，请在浏览器地址栏旁打开后重试。'
  if (name === 'NotFoundError') return '没有找到摄像头或麦克风，请接好设备后重试，也可以继续用文字沟通。'
  if (name === 'NotReadableError') return '摄像头或麦克风正被别的程序占用，请关闭后重试。'
  return '这台设备不能视频通话，请继续用文字沟通。'
}

export class VideoCall {
  private line: WebSocket | null = null
  private peer: RTCPeerConnection | null = null
  private local: MediaStream | null = null
  private iceServers: RTCIceServer[] = []
  private early: RTCIceCandidateInit[] = []
  private isOver = false

  constructor(
    private readonly role: Role,
    private readonly url: string,
    private readonly token: string,
    private readonly events: CallEvents,
    /** What of this side is sent: only what its person agreed to. */
    private readonly media: MediaStreamConstraints = { video: true, audio: true },
  ) {}

  async start(): Promise<void> {
    try {
      if (!navigator.mediaDevices) throw new Error('insecure')
      this.local = await navigator.mediaDevices.getUserMedia(this.media)
    } catch (error) {
      this.end(deviceProblem(error))
      return
    }
    if (this.isOver) return this.release()
    this.events.onLocal(this.local)
    this.events.onState('正在接通…')
    this.line = new WebSocket(this.url, ['bearer', this.token])
    this.line.onmessage = ({ data }) => void this.hear(JSON.parse(data as string) as Signal)
    this.line.onclose = ({ code }) => this.end(code === 4403 ? '视频已经结束，或对方还没有同意。' : '')
  }

  hangUp(): void {
    this.send({ type: 'hang_up' })
    this.end('')
  }

  private send(signal: Signal): void {
    if (this.line?.readyState === WebSocket.OPEN) this.line.send(JSON.stringify(signal))
  }

  private async hear(signal: Signal): Promise<void> {
    switch (signal.type) {
      case 'welcome':
        this.iceServers = signal.ice_servers ?? []
        return this.send({ type: 'joined' })
      case 'ping':
        // A signal may be lost on the way; who is not connected yet says again that they are here.
        if (this.peer?.connectionState !== 'connected') this.send({ type: 'joined' })
        return
      case 'joined':
      case 'ready':
        if (this.role === 'staff') return this.call()
        return this.send({ type: 'ready' })
      case 'offer':
        return this.answer(signal)
      case 'answer':
        await this.peer?.setRemoteDescription({ type: 'answer', sdp: signal.sdp ?? '' })
        return this.useEarly()
      case 'candidate':
        return this.take(signal.candidate)
      case 'left':
        return this.events.onState('对方暂时断开，正在等待重新接通…')
      case 'hang_up':
      case 'ended':
        return this.end('')
    }
  }

  private connect(): RTCPeerConnection {
    this.peer?.close()
    this.early = []
    const peer = new RTCPeerConnection({ iceServers: this.iceServers })
    this.local?.getTracks().forEach((track) => peer.addTrack(track, this.local as MediaStream))
    peer.onicecandidate = ({ candidate }) => {
      if (candidate) this.send({ type: 'candidate', candidate: candidate.toJSON() })
    }
    peer.ontrack = ({ streams: [stream] }) => stream && this.events.onRemote(stream)
    peer.onconnectionstatechange = () => {
      if (peer.connectionState === 'connected') this.events.onState('')
      if (peer.connectionState === 'failed') this.events.onState('网络不稳，画面没有接通，请稍等或挂断后重试。')
    }
    this.peer = peer
    return peer
  }

  private async call(): Promise<void> {
    const peer = this.connect()
    await peer.setLocalDescription(await peer.createOffer())
    this.send({ type: 'offer', sdp: peer.localDescription?.sdp })
  }

  private async answer(signal: Signal): Promise<void> {
    const peer = this.connect()
    await peer.setRemoteDescription({ type: 'offer', sdp: signal.sdp ?? '' })
    await peer.setLocalDescription(await peer.createAnswer())
    this.send({ type: 'answer', sdp: peer.localDescription?.sdp })
    await this.useEarly()
  }

  /** Candidates may arrive before the description they belong to. */
  private async take(candidate: RTCIceCandidateInit | undefined): Promise<void> {
    if (!candidate) return
    if (this.peer?.remoteDescription) await this.peer.addIceCandidate(candidate).catch(() => undefined)
    else this.early.push(candidate)
  }

  private async useEarly(): Promise<void> {
    const waiting = this.early.splice(0)
    for (const candidate of waiting) await this.take(candidate)
  }

  private end(reason: string): void {
    if (this.isOver) return
    this.isOver = true
    this.release()
    this.events.onEnd(reason)
  }

  private release(): void {
    this.local?.getTracks().forEach((track) => track.stop())
    this.peer?.close()
    this.line?.close()
  }
}
