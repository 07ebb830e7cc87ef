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

/** Named like the words that explain it. */
export type VoiceTrouble = 'voiceDenied' | 'voiceSilent' | 'voiceBroken';

const TROUBLES: Record<string, VoiceTrouble | undefined> = {
  'not-allowed': 'voiceDenied',
  'service-not-allowed': 'voiceDenied',
  'no-speech': 'voiceSilent',
  'audio-capture': 'voiceDenied',
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
  /** What was written before: speech is added to it. */
  private before = '';

  constructor(
    private readonly heard: (text: string) => void,
    private readonly changed: () => void,
    private readonly failed: (trouble: VoiceTrouble) => void,
  ) {}

  get available(): boolean {
    return recognition() !== undefined;
  }

  /** Listen, or stop listening; what is heard comes after `draft`. */
  toggle(language: Language, draft: string): void {
    if (this.listening) {
      this.running?.stop();
      return;
    }
    this.before = draft ? `${draft} ` : '';
    this.start(language);
  }

  private start(language: Language): void {
    const Recognition = recognition();
    if (!Recognition) return;
    const running = new Recognition();
    running.lang = language === 'zh' ? 'zh-CN' : 'en-US';
    running.interimResults = true;
    running.continuous = false;
    running.onresult = ({ results }) =>
      this.heard(this.before + Array.from(results, (one) => one[0]?.transcript ?? '').join(''));
    running.onerror = ({ error }) => {
      if (error !== 'aborted') this.failed(TROUBLES[error] ?? 'voiceBroken');
    };
    running.onend = () => this.over();
    this.running = running;
    this.listening = true;
    try {
      running.start();
    } catch {
      this.over();
      this.failed('voiceBroken');
    }
    this.changed();
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
