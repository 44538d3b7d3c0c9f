//! Every figure under criterion: `cargo bench -p depute-benches`, and `-- "check"` for some.

use criterion::{Criterion, criterion_group, criterion_main};

fn walk(criterion: &mut Criterion) {
    for figure in depute_benches::figures() {
        criterion.bench_function(&figure.name, |bencher| bencher.iter(|| figure.run()));
    }
}

criterion_group!(benches, walk);
criterion_main!(benches);
