// Photos of a telephone are shrunk before they are sent: a page is as readable, and ten times less
// has to pass a poor line. The place where they were taken stays behind as well.

const KINDS = new Set(["image/jpeg", "image/png", "image/webp", "image/heic", "image/heif"]);
const QUALITY = 0.85;

// The file itself, or a smaller one whose longest side is `side` pixels.
export async function kecilkan(file, side) {
  if (!side || !KINDS.has(file.type)) return file;
  let picture;
  try {
    picture = await createImageBitmap(file);
  } catch {
    return file; // a HEIC in a browser that cannot read it, or damaged: the server decides
  }
  try {
    const longest = Math.max(picture.width, picture.height);
    if (longest <= side) return file;
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round((picture.width * side) / longest));
    canvas.height = Math.max(1, Math.round((picture.height * side) / longest));
    const pen = canvas.getContext("2d");
    pen.imageSmoothingQuality = "high";
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
    // What may be transparent keeps its kind; a HEIC becomes what everybody can open.
    const kind = ["image/png", "image/webp"].includes(file.type) ? file.type : "image/jpeg";
    const blob = await new Promise((resolve) => {
      canvas.toBlob(resolve, kind, QUALITY);
    });
    if (!blob || blob.type !== kind || blob.size >= file.size) return file;
    const name = kind === "image/jpeg" ? file.name.replace(/\.hei[cf]$/i, ".jpg") : file.name;
    return new File([blob], name, { type: kind, lastModified: file.lastModified });
  } finally {
    picture.close();
  }
}
