//! What the crate promises, as a whole.

mod chunks;
mod definitions;
mod plainly;
mod properties;
mod rules;
