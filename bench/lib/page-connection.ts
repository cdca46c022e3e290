import net from 'node:net';

const HEAD_END = '\r\n\r\n';
const STATUS_AT = 'HTTP/1.1 '.length;

/**
 * One keep-alive connection with one request at a time. It parses only what it needs, because the client runs on the same processor as the server that it
 * measures.
 */
export class PageConnection {
  private readonly target: URL;
  private socket: net.Socket | null = null;
  private answered: ((size: number | null) => void) | null = null;
  private head: Buffer = Buffer.alloc(0);
  private size = 0;
  private missing = -1;
  private isOk = false;

  constructor(url: string) {
    this.target = new URL(url);
  }

  /** Resolves to the number of bytes of the body, or to null for any answer but 200 and for a lost connection. */
  get(path: string): Promise<number | null> {
    return new Promise((resolve) => {
      this.answered = resolve;
      this.socket ??= this.connect();
      this.socket.write(
        `GET ${path} HTTP/1.1\r\nHost: ${this.target.host}\r\nAccept-Encoding: gzip, deflate, br, zstd\r\nAccept: */*\r\n\r\n`,
      );
    });
  }

  close(): void {
    this.socket?.destroy();
  }

  private connect(): net.Socket {
    const socket = net.connect({ host: this.target.hostname, port: Number(this.target.port), noDelay: true });
    socket.on('data', (chunk) => this.read(chunk));
    socket.on('error', () => undefined); // followed by "close"
    socket.on('close', () => {
      this.socket = null;
      this.end(null);
    });
    return socket;
  }

  private read(chunk: Buffer): void {
    let body = chunk;
    if (this.missing < 0) {
      const all = this.head.length === 0 ? chunk : Buffer.concat([this.head, chunk]);
      const end = all.indexOf(HEAD_END);
      if (end < 0) {
        this.head = all;
        return;
      }
      const head = all.toString('latin1', 0, end);
      this.head = Buffer.alloc(0);
      this.isOk = head.startsWith('200', STATUS_AT);
      this.size = this.missing = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? Number.NaN);
      if (Number.isNaN(this.missing)) {
        this.close();
        return;
      }
      body = all.subarray(end + HEAD_END.length);
    }
    this.missing -= body.length;
    if (this.missing > 0) return;
    const size = this.isOk && this.missing === 0 ? this.size : null;
    this.missing = -1;
    this.end(size);
  }

  private end(size: number | null): void {
    const { answered } = this;
    this.answered = null;
    answered?.(size);
  }
}
