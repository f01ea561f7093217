import type { Family } from '../family.ts';
import { eleventy } from './eleventy.ts';
import { finews } from './finews.ts';
import { hexo } from './hexo.ts';
import { hugo } from './hugo.ts';
import { jekyll } from './jekyll.ts';
import { plain } from './plain.ts';
import { rsshub } from './rsshub.ts';

/** Every family in the order in which they are asked: mirrors before the programs that they were made for. */
export const FAMILIES: readonly Family[] = [rsshub, finews, hexo, eleventy, hugo, jekyll, plain];
