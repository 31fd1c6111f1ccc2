//! The vendor files, one room each: their columns, and how records of them come of a household.

pub(crate) mod certificate;
pub(crate) mod foreign;
pub(crate) mod history;
pub(crate) mod household;
pub(crate) mod masters;
pub(crate) mod qualification;
pub(crate) mod removed;
pub(crate) mod resident;
pub(crate) mod support;
pub(crate) mod total;
