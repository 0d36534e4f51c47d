/* The few pictures of the shell, drawn here so that the first page loads no icon library. */
import type {ReactNode} from 'react';

const PATHS = {
  home: 'M3 11l9-8 9 8v10h-6v-6H9v6H3z',
  clues: 'M4 5h16v2H4zm0 6h16v2H4zm0 6h10v2H4z',
  check: 'M5 3h9l5 5v13H5zm3 10l3 3 5-6',
  documents: 'M6 2h9l5 5v15H6zm8 1v5h5M9 12h8M9 16h8',
  models: 'M12 2l9 5v10l-9 5-9-5V7zm0 0v20M3 7l9 5 9-5',
  data: 'M4 6c0-2 16-2 16 0v12c0 2-16 2-16 0zm0 6c0 2 16 2 16 0M4 6c0 2 16 2 16 0',
  board: 'M4 20V10h4v10zm6 0V4h4v16zm6 0v-7h4v7z',
  admin: 'M12 8a4 4 0 100 8 4 4 0 000-8zm0-6v4m0 12v4M2 12h4m12 0h4M5 5l3 3m8 8l3 3M19 5l-3 3m-8 8l-3 3',
  help: 'M9 9a3 3 0 116 0c0 2-3 2-3 5m0 3v1',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({name}: {name: IconName}): ReactNode {
  return (
    <svg className="cm-icon" viewBox="0 0 24 24" width="16" height="16" aria-hidden="true" fill="none" stroke="currentColor" strokeWidth="1.8" strokeLinejoin="round">
      <path d={PATHS[name]} />
    </svg>
  );
}
