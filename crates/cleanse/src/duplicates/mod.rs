//! Rows that stand twice: which of them stays, and what differs.
