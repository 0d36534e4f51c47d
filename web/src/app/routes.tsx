/* The screens: path, menu entry, who sees it, and the code, which is loaded when it is opened. */
import {lazy, type ComponentType, type LazyExoticComponent} from 'react';
import type {IconName} from './icons';
import {words} from './shell.words';

export type Screen = {
  path: string; // of wouter
  menu?: {icon: IconName; word: keyof typeof words; at: string};
  acts?: string[]; // one of them opens it; none: everybody who is logged in
  page: LazyExoticComponent<ComponentType>;
};

export const SCREENS: Screen[] = [
  {path: '/', menu: {icon: 'home', word: 'home', at: '/'}, page: lazy(() => import('../screens/home/home'))},
  {path: '/clues', menu: {icon: 'clues', word: 'clues', at: '/clues'}, acts: ['clue.list'], page: lazy(() => import('../screens/clues/clues'))},
  {path: '/clues/:clue', acts: ['clue.list'], page: lazy(() => import('../screens/review/review'))},
  {path: '/check', menu: {icon: 'check', word: 'check', at: '/check'}, page: lazy(() => import('../screens/review/check'))},
  {path: '/chain/:clue', acts: ['chain.open'], page: lazy(() => import('../screens/chain/chain'))},
  {path: '/documents', menu: {icon: 'documents', word: 'documents', at: '/documents'}, acts: ['document.open'], page: lazy(() => import('../screens/documents/documents'))},
  {path: '/documents/:document', acts: ['document.open'], page: lazy(() => import('../screens/documents/document'))},
  {path: '/models', menu: {icon: 'models', word: 'models', at: '/models'}, page: lazy(() => import('../screens/models/models'))},
  {path: '/models/:area/:name', page: lazy(() => import('../screens/models/model'))},
  {path: '/data', menu: {icon: 'data', word: 'data', at: '/data'}, acts: ['data.quality', 'data.import'], page: lazy(() => import('../screens/data/data'))},
  {path: '/board/*?', menu: {icon: 'board', word: 'board', at: '/board'}, acts: ['stats.read'], page: lazy(() => import('../screens/board/board'))},
  {path: '/admin/*?', menu: {icon: 'admin', word: 'admin', at: '/admin'}, acts: ['person.list', 'policy.list', 'policy.set', 'role.grant', 'audit.read', 'backup.make'], page: lazy(() => import('../screens/admin/admin'))},
  {path: '/me', page: lazy(() => import('../screens/me/me'))},
  {path: '/help', menu: {icon: 'help', word: 'help', at: '/help'}, page: lazy(() => import('../screens/help/help'))},
];
