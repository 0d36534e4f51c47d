/* Files on their way in: chosen or dropped, folders with all that is in them, sent two at a time under their names. */
import {headersOf, isProblem} from '../../api/client';

export type Sending = {key: number; file: File; name: string; state: 'waits' | 'sending' | 'there' | 'failed'; upload: number | null; why: string};

const AT_ONCE = 2, LONGEST = 255;

export async function send(file: File, name: string): Promise<number> {
  const answer = await fetch(`/api/v1/uploads?name=${encodeURIComponent(name.slice(-LONGEST))}`, {
    method: 'POST', body: file, headers: {...headersOf('POST'), 'Content-Type': 'application/octet-stream'},
  });
  const said: unknown = await answer.json();
  if (!answer.ok) {
    throw said;
  }
  return (said as {upload: number}).upload;
}

export function reasonOf(error: unknown): string {
  return isProblem(error) ? error.detail ?? error.title : String(error);
}

/* Sends those that wait; `tell` is called with each change of one. */
export async function sendAll(files: Sending[], tell: (one: Sending) => void) {
  const waiting = files.filter((one) => one.state === 'waits');
  const work = async () => {
    for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) {
      tell({...one, state: 'sending'});
      try {
        tell({...one, state: 'there', upload: await send(one.file, one.name)});
      } catch (error) {
        tell({...one, state: 'failed', why: reasonOf(error)});
      }
    }
  };
  await Promise.all(Array.from({length: AT_ONCE}, work));
}

type Named = {file: File; name: string};

function read(directory: FileSystemDirectoryReader): Promise<FileSystemEntry[]> {
  return new Promise((done, fail) => directory.readEntries(done, fail));
}

async function under(entry: FileSystemEntry): Promise<Named[]> {
  if (entry.isFile) {
    const file = await new Promise<File>((done, fail) => (entry as FileSystemFileEntry).file(done, fail));
    return [{file, name: entry.fullPath.replace(/^\//, '')}];
  }
  const found: Named[] = [];
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  for (let some = await read(reader); some.length !== 0; some = await read(reader)) { // a browser gives them in portions
    for (const one of some) {
      found.push(...await under(one));
    }
  }
  return found;
}

export async function dropped(items: DataTransferItemList): Promise<Named[]> {
  const entries = [...items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null); // before the first wait: they go
  return (await Promise.all(entries.map(under))).flat();
}

export function chosen(list: FileList): Named[] {
  return [...list].map((file) => ({file, name: file.webkitRelativePath || file.name}));
}
