/** Whether Enter belongs to an input method, which must never send. */

/** Safari ends the composition before it reports the Enter that ended it. */
const AFTER_END = 60;

export class Composing {
  private active = false;
  private ended = Number.NEGATIVE_INFINITY;

  follow({ type, timeStamp }: Pick<CompositionEvent, 'type' | 'timeStamp'>): void {
    this.active = type === 'compositionstart';
    if (!this.active) this.ended = timeStamp;
  }

  /** Tell whether a key belongs to the input method. */
  takes(event: Pick<KeyboardEvent, 'isComposing' | 'keyCode' | 'timeStamp'>): boolean {
    // 229: the key was handled by the input method; deprecated, but Safari has nothing else
    const handled = event.isComposing || event.keyCode === 229 || this.active;
    return handled || event.timeStamp - this.ended < AFTER_END;
  }
}
