//! Other people's code over other people's bytes: a panic there is something wrong with the file, not with the run.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

thread_local! {
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Whether this thread is inside [`guarded`]: whoever tells of panics need not tell of this one.
pub fn is_guarded() -> bool {
    GUARDED.with(Cell::get)
}

/// Runs `read`, and gives a panic back as the text of an error. What `read` had in its hands must not be used after that.
///
/// # Errors
/// What `read` says, or that it broke down.
pub(super) fn guarded<T>(read: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    let before = GUARDED.with(|guarded| guarded.replace(true));
    let done = catch_unwind(AssertUnwindSafe(read));
    GUARDED.with(|guarded| guarded.set(before));
    done.unwrap_or_else(|panic| {
        // What the panic says may hold a value: only that it happened is told.
        drop(panic);
        Err("damaged: its reader broke down over it".to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_an_error_and_the_thread_goes_on() {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if !is_guarded() {
                before(panic)
            }
        }));
        assert!(
            guarded(|| -> Result<(), String> { panic!("secret") })
                .is_err_and(|text| !text.contains("secret"))
        );
        assert_eq!(guarded(|| Ok(is_guarded())), Ok(true));
        assert!(!is_guarded());
    }
}
