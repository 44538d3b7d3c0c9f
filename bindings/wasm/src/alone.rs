//! What a program of its own has where there is no `std`: memory, and an end.
//!
//! The standard library would bring its way of printing a panic, which nobody sees and every page would load.

use dlmalloc::GlobalDlmalloc;

#[global_allocator]
static MEMORY: GlobalDlmalloc = GlobalDlmalloc;

/// Ends the instance. The face says so, and never uses it again.
#[panic_handler]
fn trap(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}
