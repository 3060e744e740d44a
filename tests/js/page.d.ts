// What our pages are, beyond what tsc can know of any document.

// HTML alone: whatever a selector finds is an HTML element.
interface ParentNode {
  querySelector<K extends keyof HTMLElementTagNameMap>(selectors: K): HTMLElementTagNameMap[K] | null;
  querySelector<E extends Element = HTMLElement>(selectors: string): E | null;
  querySelectorAll<K extends keyof HTMLElementTagNameMap>(selectors: K): NodeListOf<HTMLElementTagNameMap[K]>;
  querySelectorAll<E extends Element = HTMLElement>(selectors: string): NodeListOf<E>;
}

interface Element {
  closest<K extends keyof HTMLElementTagNameMap>(selector: K): HTMLElementTagNameMap[K] | null;
  closest<E extends Element = HTMLElement>(selectors: string): E | null;
}

// What bubbles up to a listener comes from an element of the kind that sends it.
interface Senders {
  change: HTMLInputElement;
  click: HTMLElement;
  input: HTMLInputElement;
  submit: HTMLFormElement;
}
type Sent<K extends keyof Senders> = HTMLElementEventMap[K] & { target: Senders[K] };

interface Document {
  addEventListener<K extends keyof Senders>(type: K, listener: (event: Sent<K>) => unknown): void;
  addEventListener(type: "htmx:responseError", listener: (event: HtmxError) => unknown): void;
}
interface HTMLElement {
  addEventListener<K extends keyof Senders>(type: K, listener: (event: Sent<K>) => unknown): void;
}
interface HTMLFormElement {
  addEventListener<K extends keyof Senders>(type: K, listener: (event: Sent<K>) => unknown): void;
}
interface Window {
  addEventListener<K extends keyof Senders>(type: K, listener: (event: Sent<K>) => unknown): void;
  /** htmx, where the page brings it. */
  htmx?: { process(element: Element): void };
}
type HtmxError = CustomEvent<{ elt: HTMLElement; xhr: XMLHttpRequest }>;

interface Performance {
  getEntriesByType(type: "navigation"): PerformanceNavigationTiming[];
}
