#!/usr/bin/env node
import './compile-cache';
import { isMainThread } from 'node:worker_threads';

// One file for both, since a thread that makes cities needs nearly all that the command does.
if (isMainThread) require('./command-line');
else require('./city-thread-program');
