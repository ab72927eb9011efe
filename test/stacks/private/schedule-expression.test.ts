import { scheduleExpression } from '../../../stacks/private/schedule-expression';

describe('a cron schedule for EventBridge', () => {
  test.each([
    ['0 3 * * *', 'cron(0 3 * * ? *)'],
    ['*/15 * * * *', 'cron(*/15 * * * ? *)'],
    ['0 0 1,15 * *', 'cron(0 0 1,15 * ? *)'],
    ['0 3 * * 0', 'cron(0 3 ? * 1 *)'],
    ['0 3 * * 7', 'cron(0 3 ? * 1 *)'],
    ['0 3 * * 5-7', 'cron(0 3 ? * 1,6,7 *)'],
    ['0 3 * * */2', 'cron(0 3 ? * 1,3,5,7 *)'],
    ['0 3 * * 1-5/2', 'cron(0 3 ? * 2,4,6 *)'],
  ])('%s is %s', (cron, expression) => {
    expect(scheduleExpression(cron)).toBe(expression);
  });

  test('is refused when it asks for either of two kinds of day', () => {
    expect(() => scheduleExpression('0 3 1 * 1')).toThrow(
      'EventBridge knows days of the month or of the week, not both: 0 3 1 * 1',
    );
  });
});
