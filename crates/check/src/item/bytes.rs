use super::Fault;
use utsushi_findings::ITM004;

/// ITM004: at most `limit` bytes in UTF-8.
pub(crate) fn check(value: &str, limit: u32) -> Result<(), Fault> {
    if value.len() > limit as usize {
        Err(Fault::counts(&ITM004, limit.into(), value.len() as u64))
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_counted_in_utf8() {
        assert!(check("日本", 6).is_ok());
        assert_eq!(check("日本", 5).unwrap_err(), Fault::counts(&ITM004, 5, 6));
    }
}
