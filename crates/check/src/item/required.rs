use super::Fault;
use utsushi_findings::{Detail, ITM001};

/// ITM001: a required item, or a part of the key, has a value.
#[inline]
pub(crate) fn check(value: &str) -> Result<(), Fault> {
    if value.is_empty() { Err(Fault::new(&ITM001, Detail::None)) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_blank_is_missed_where_a_value_is_required() {
        assert_eq!(check("").unwrap_err(), "ITM001");
        assert!(check("　").is_ok());
    }
}
