#!/usr/bin/env node
// In a clone: the command as it was built. What is published is the bundle alone.
import "./bundle/qurl.js"
