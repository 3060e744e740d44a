// lapangan/sw.js runs in a service worker, below what the server writes above it.
declare const ISI: { versi: string; berkas: string[]; kerangka: string };

interface WorkerGlobalScope {
  readonly clients: Clients;
  readonly registration: ServiceWorkerRegistration;
  skipWaiting(): Promise<void>;
  addEventListener<K extends keyof ServiceWorkerGlobalScopeEventMap>(
    type: K, listener: (event: ServiceWorkerGlobalScopeEventMap[K]) => unknown,
  ): void;
}
