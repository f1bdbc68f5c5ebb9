// The assertions of the TypeScript scenarios.
import { isDeepStrictEqual } from 'node:util';

// Drops undefined members, so that they equal absent ones.
const plain = (value: unknown): unknown => (value === undefined ? undefined : JSON.parse(JSON.stringify(value)));

export class Checks {
  private passed = 0;
  private step = '';

  constructor(private readonly language: string) {}

  begin(step: string): void {
    this.step = step;
  }

  same(what: string, actual: unknown, expected: unknown): void {
    if (!isDeepStrictEqual(plain(actual), plain(expected))) {
      const [is, not] = [actual, expected].map((value) => JSON.stringify(value));
      throw new Error(`${this.language}: step ${this.step}: ${what} is ${is}, not ${not}`);
    }
    this.passed += 1;
  }

  holds(what: string, condition: boolean): void {
    this.same(what, condition, true);
  }

  report(): void {
    console.log(`${this.language}: ${this.passed} checks passed`);
  }
}
