/** Speech to text, where the browser offers it. */
import type { Language } from './types.ts';

/** The part of the Web Speech API that is used; TypeScript's library lacks it. */
interface Recognition {
  lang: string;
  interimResults: boolean;
  continuous: boolean;
  onresult: ((event: { results: ArrayLike<ArrayLike<{ transcript: string }>> }) => void) | null;
  onerror: ((event: { error: string }) => void) | null;
  onend: (() => void) | null;
  start(): void;
  stop(): void;
  abort(): void;
}

type RecognitionClass = new () => Recognition;

export type VoiceTrouble = 'denied' | 'silent' | 'broken';

const TROUBLES: Record<string, VoiceTrouble | undefined> = {
  'not-allowed': 'denied',
  'service-not-allowed': 'denied',
  'no-speech': 'silent',
  'audio-capture': 'denied',
};

function recognition(): RecognitionClass | undefined {
  const scope = globalThis as { [name: string]: unknown };
  return (scope.SpeechRecognition ?? scope.webkitSpeechRecognition) as
    | RecognitionClass
    | undefined;
}

export class Voice {
  listening = false;
  private running: Recognition | undefined;

  constructor(
    private readonly heard: (text: string) => void,
    private readonly changed: () => void,
    private readonly failed: (trouble: VoiceTrouble) => void,
  ) {}

  get available(): boolean {
    return recognition() !== undefined;
  }

  start(language: Language): void {
    const Recognition = recognition();
    if (!Recognition) return;
    const running = new Recognition();
    running.lang = language === 'zh' ? 'zh-CN' : 'en-US';
    running.interimResults = true;
    running.continuous = false;
    running.onresult = ({ results }) =>
      this.heard(Array.from(results, (one) => one[0]?.transcript ?? '').join(''));
    running.onerror = ({ error }) => {
      if (error !== 'aborted') this.failed(TROUBLES[error] ?? 'broken');
    };
    running.onend = () => this.over();
    this.running = running;
    this.listening = true;
    try {
      running.start();
    } catch {
      this.over();
      this.failed('broken');
    }
    this.changed();
  }

  stop(): void {
    this.running?.stop();
  }

  abort(): void {
    this.running?.abort();
    this.over();
  }

  private over(): void {
    this.running = undefined;
    this.listening = false;
    this.changed();
  }
}
