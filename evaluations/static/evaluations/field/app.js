// What all parts of the page share: who it is, what lies on the device, what waits to be sent.
export const app = {
  user: "", // id of the person; "" until it is known
  nama: "",
  hari: 14,
  device: null,
  saver: null,
  foto: null,
  daftar: null, // my units as the server lists them; null without network
  sesi: true, // false: the session is over
  layar: null, // the screen that is shown: {heard(target, state), berubah()}
};
