//! What the crate promises, as a whole.

mod chunks;
mod csv_types;
mod definitions;
mod fixed;
mod fixed_chunks;
mod fixed_definitions;
mod plainly;
mod properties;
mod rules;
