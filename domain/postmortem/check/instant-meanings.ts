import type { Meaning } from './meaning.ts';

export const START: Partial<Meaning> = { roles: ['episode.start'], isPlain: true };
export const LATER_START: Partial<Meaning> = { ...START, episode: 'later' };
export const END: Partial<Meaning> = { roles: ['episode.end'], alsoFits: ['resolved'], isPlain: true };
export const CLOSED: Partial<Meaning> = { roles: ['episode.end', 'resolved'], isPlain: true };
export const DETECTED: Partial<Meaning> = {
  roles: ['detected'],
  alsoFits: ['confirmed', 'update', 'timeline'],
  isPlain: true,
};
export const IDENTIFIED: Partial<Meaning> = { roles: ['identified'], alsoFits: ['update', 'timeline'], isPlain: true };
export const FOUND_OUT: Partial<Meaning> = { ...DETECTED, roles: ['detected', 'identified'] };
export const PUBLISHED: Partial<Meaning> = { roles: ['published'], alsoFits: ['update'], isPlain: true };
export const ACKNOWLEDGED: Partial<Meaning> = {
  roles: ['acknowledged'],
  alsoFits: ['update', 'timeline'],
  isPlain: true,
};
