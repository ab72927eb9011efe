import { pageStyle } from '../../page/style';
import { svgStyle } from '../diagram/svg';

/** The look of the page, and of the pictures on it. */
export const style = `${pageStyle.trimEnd()}
${svgStyle}
`;
